using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A device with one passkey, as WebAuthn describes it, which can also be told to lie.</summary>
internal sealed class SoftPasskey : IDisposable
{
    /// <summary>Where the shops of tests say they are.</summary>
    public const string Origin = "http://localhost:5080";

    private const byte Present = 0x01, Verified = 0x04, HasKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private uint _count;

    /// <summary>Whom it says it belongs to; it learns that when it is made.</summary>
    public string Holder { get; set; } = "";

    /// <summary>Whether it asks for finger, face or PIN.</summary>
    public bool AsksForPerson { get; set; } = true;

    /// <summary>Where its browser is.</summary>
    public string At { get; set; } = Origin;

    /// <summary>Sets its counter back, as that of a copy.</summary>
    public void Rewind() => _count = 0;

    /// <summary>Makes the passkey.</summary>
    /// <param name="asked">What the page carries.</param>
    public string Make(string asked)
    {
        var options = JsonNode.Parse(asked)!;
        Holder = (string)options["user"]!["id"]!;
        var authenticator = new CborWriter(CborConformanceMode.Ctap2Canonical);
        authenticator.WriteStartMap(3);
        authenticator.WriteTextString("fmt");
        authenticator.WriteTextString("none");
        authenticator.WriteTextString("attStmt");
        authenticator.WriteStartMap(0);
        authenticator.WriteEndMap();
        authenticator.WriteTextString("authData");
        authenticator.WriteByteString([.. Data((string)options["rp"]!["id"]!, HasKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. PublicKey()]);
        authenticator.WriteEndMap();
        return Written(new JsonObject { ["clientDataJSON"] = Text(Client("webauthn.create", options)), ["attestationObject"] = Text(authenticator.Encode()), ["transports"] = new JsonArray("internal") });
    }

    /// <summary>Answers with the passkey.</summary>
    /// <param name="asked">What the page carries.</param>
    public string Answer(string asked)
    {
        var options = JsonNode.Parse(asked)!;
        var (data, client) = (Data((string)options["rpId"]!, 0), Client("webauthn.get", options));
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Written(new JsonObject { ["clientDataJSON"] = Text(client), ["authenticatorData"] = Text(data), ["signature"] = Text(signature), ["userHandle"] = Holder });
    }

    public void Dispose() => _key.Dispose();

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private string Written(JsonObject response) => new JsonObject
    {
        ["id"] = Text(_id), ["rawId"] = Text(_id), ["type"] = "public-key", ["clientExtensionResults"] = new JsonObject(), ["response"] = response,
    }.ToJsonString();

    private byte[] Client(string type, JsonNode options) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { type, challenge = (string)options["challenge"]!, origin = At, crossOrigin = false }));

    private byte[] Data(string site, byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(site)), (byte)(Present | (AsksForPerson ? Verified : 0) | more), .. count];
    }

    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var key = new CborWriter(CborConformanceMode.Ctap2Canonical);
        key.WriteStartMap(5);
        key.WriteInt32(1);
        key.WriteInt32(2);
        key.WriteInt32(3);
        key.WriteInt32(-7);
        key.WriteInt32(-1);
        key.WriteInt32(1);
        key.WriteInt32(-2);
        key.WriteByteString(point.X!);
        key.WriteInt32(-3);
        key.WriteByteString(point.Y!);
        key.WriteEndMap();
        return key.Encode();
    }
}
