using System.Net;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>The user's proxy for all hosts but this machine, which a proxy elsewhere would take for itself.</summary>
internal sealed class ProxyToOthers(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
}
