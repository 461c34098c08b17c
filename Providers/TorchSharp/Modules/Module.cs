using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>A named tree of parameters, buffers and modules.</summary>
        public class Module : IDisposable
        {
            private readonly List<(string Name, Module Value)> _modules = [];
            private readonly List<(string Name, Parameter Value)> _parameters = [];
            private readonly List<(string Name, Tensor Value)> _buffers = [];
            private readonly string _name;
            private bool _registered;

            /// <summary>A module; derived classes call <see cref="RegisterComponents"/> at the end of their constructor.</summary>
            protected Module(string name) => _name = name;

            /// <summary>True in training, false in evaluation.</summary>
            public virtual bool training { get; private set; } = true;

            /// <summary>The module's name.</summary>
            public virtual string GetName() => _name;

            /// <summary>Registers the module's fields: modules, parameters, and other tensors as buffers.</summary>
            protected virtual void RegisterComponents()
            {
                if (_registered)
                    return;
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    {
                        if (_modules.Any(item => item.Name == field.Name) || _parameters.Any(item => item.Name == field.Name) || _buffers.Any(item => item.Name == field.Name))
                            continue;
                        switch (field.GetValue(this))
                        {
                            case Module module: register_module(field.Name, module); break;
                            case Parameter parameter: register_parameter(field.Name, parameter); break;
                            case Tensor tensor: register_buffer(field.Name, tensor); break;
                        }
                    }
                }

                _registered = true;
            }

            /// <summary>Adds a module by name.</summary>
            public virtual void register_module(string name, Module submodule)
            {
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentException("module name can't be empty string \"\"");
                if (_modules.Any(item => item.Name == name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _modules.Add((name, submodule));
            }

            /// <summary>Adds a parameter by name.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                if (_parameters.Any(item => item.Name == name))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                param?.DetachFromDisposeScope();
                if (param is not null)
                    _parameters.Add((name, param));
            }

            /// <summary>Adds a tensor that is saved with the module but not trained.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                tensor.DetachFromDisposeScope();
                _buffers.Add((name, tensor));
            }

            /// <summary>Parameters with their names, those of inner modules with a path.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var inner = recurse ? _modules.SelectMany(module => module.Value.named_parameters().Select(item => ($"{module.Name}.{item.name}", item.parameter))) : [];
                return _parameters.Concat(inner).DistinctBy(item => item.Item2.Value, ReferenceEqualityComparer.Instance);
            }

            /// <summary>All parameters.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(item => item.parameter);

            /// <summary>Buffers with their names, those of inner modules with a path.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
                _buffers.Concat(recurse ? _modules.SelectMany(module => module.Value.named_buffers().Select(item => ($"{module.Name}.{item.name}", item.buffer))) : [])
                    .DistinctBy(item => item.Item2.Value, ReferenceEqualityComparer.Instance);

            /// <summary>The direct inner modules.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _modules;

            /// <summary>The direct inner modules.</summary>
            public virtual IEnumerable<Module> children() => _modules.Select(item => item.Value);

            /// <summary>All inner modules.</summary>
            public virtual IEnumerable<Module> modules() => children().Concat(children().SelectMany(module => module.modules()));

            /// <summary>Applies an action to all inner modules and then to this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var module in children())
                    module.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Switches to training (or evaluation).</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var module in children())
                    module.train(train);
            }

            /// <summary>Switches to evaluation.</summary>
            public virtual void eval() => train(false);

            /// <summary>Forgets (or zeroes) the gradients of all parameters.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        using var gradient = parameter.grad;
                        gradient?.fill_(0);
                    }
                }
            }

            /// <summary>Parameters and buffers by name.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach (var (name, parameter) in named_parameters())
                    destination.TryAdd(string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}", parameter);
                foreach (var (name, buffer) in named_buffers())
                    destination.TryAdd(string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}", buffer);
                return destination;
            }

            /// <summary>Copies values by name into the parameters and buffers.</summary>
            /// <exception cref="InvalidOperationException">Names differ and <paramref name="strict"/> is set.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var target = state_dict();
                var missing = target.Keys.Where(key => !source.ContainsKey(key) && skip?.Contains(key) != true).ToList();
                var unexpected = source.Keys.Where(key => !target.ContainsKey(key) && skip?.Contains(key) != true).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                using var mode = no_grad();
                foreach (var (key, value) in source)
                {
                    if (skip?.Contains(key) != true && target.TryGetValue(key, out var tensor))
                        tensor.copy_(value);
                }

                return (missing, unexpected);
            }

            /// <summary>Disposes parameters, buffers and inner modules.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes parameters, buffers and inner modules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var (_, parameter) in _parameters)
                    parameter.Dispose();
                foreach (var (_, buffer) in _buffers)
                    buffer.Dispose();
                foreach (var (_, module) in _modules)
                    module.Dispose();
            }

            internal void Convert(ScalarType type)
            {
                if (!Core.Types.IsFloating(type))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={type}");
                foreach (var (_, parameter) in named_parameters())
                    Convert(parameter, type);
                foreach (var (_, buffer) in named_buffers())
                    Convert(buffer, type);
            }

            private static void Convert(Tensor tensor, ScalarType type)
            {
                if (tensor.dtype == type || !tensor.is_floating_point())
                    return;
                tensor.Retype(type);
            }
        }

        /// <summary>A module that can be called with one argument.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Runs the module.</summary>
            TResult call(T input1);
        }

        /// <summary>A module with one argument.</summary>
        public abstract class Module<T, TResult> : Module, IModule<T, TResult>
        {
            /// <summary>A module by name.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The computation; callers use <see cref="call"/>.</summary>
            public abstract TResult forward(T input);

            /// <summary>Runs the module.</summary>
            public TResult call(T input) => forward(input);
        }

        /// <summary>A module with two arguments.</summary>
        public abstract class Module<T1, T2, TResult> : Module
        {
            /// <summary>A module by name.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The computation; callers use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Runs the module.</summary>
            public TResult call(T1 input1, T2 input2) => forward(input1, input2);
        }
    }
}

/// <summary>Conversions of whole modules.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>Converts the parameters and buffers of floating point.</summary>
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module
    {
        module.Convert(type);
        return module;
    }

    /// <summary>Moves the module to a device.</summary>
    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module
    {
        device.MustBeCpu();
        return module;
    }

    /// <summary>Converts the parameters and buffers of floating point to Float64.</summary>
    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.Float64);

    /// <summary>Converts the parameters and buffers of floating point to Float32.</summary>
    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.Float32);
}
