using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ReptileGen.Tests;

/// <summary>
/// In every test project: nothing is asserted in a way that "not a number" passes. MSTest compares with CompareTo, for
/// which NaN is less than everything, so <c>Assert.IsLessThan(1e-6, error)</c> is true of it. Write
/// <c>Assert.IsTrue(error &lt; 1e-6)</c> or <c>Assert.IsInRange(0, 1e-6, error)</c>.
/// </summary>
[TestClass]
public sealed class ComparisonTests
{
    [TestMethod]
    public void NothingIsAssertedThatNaNPasses() => Assert.AreEqual("", string.Join('\n', Found()));

    /// <summary>Calls of a generic <c>IsLessThan...</c> with a floating-point type, from the assembly's table of such calls.</summary>
    private static IEnumerable<string> Found()
    {
        using var image = new PEReader(File.OpenRead(typeof(ComparisonTests).Assembly.Location));
        var metadata = image.GetMetadataReader();
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var call = metadata.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row));
            if (call.Method.Kind != HandleKind.MemberReference)
                continue;
            var name = metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)call.Method).Name);
            var type = (SignatureTypeCode)metadata.GetBlobBytes(call.Signature)[^1]; // of a generic method of one type
            if (name.StartsWith("IsLessThan", System.StringComparison.Ordinal) && type is (SignatureTypeCode.Single or SignatureTypeCode.Double))
                yield return $"Assert.{name}<{type}>";
        }
    }
}
