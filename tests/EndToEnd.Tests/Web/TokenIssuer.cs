using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StayPositive.EndToEnd.Tests.Web;

/// <summary>An identity provider on the loopback: discovery document, keys, and tokens, right and wrong ones.</summary>
#pragma warning disable CA1852 // Review.Tests compiles this file, too, and derives from it
internal class TokenIssuer : IDisposable
#pragma warning restore CA1852
{
    public const string Audience = "api://stay-positive";
    private const string KeyId = "test";

    private readonly RSA key = RSA.Create(2048);
    private readonly HttpListener listener = new();

    public TokenIssuer(int port)
    {
        Authority = $"http://127.0.0.1:{port}";
        listener.Prefixes.Add(Authority + "/");
        listener.Start();
        _ = ServeAsync();
    }

    public string Authority { get; }

    /// <summary>A token that is right, unless an argument says otherwise.</summary>
    public string Token(string[] roles, string? issuer = null, string? audience = null, TimeSpan? age = null, string subject = "somebody", Func<byte[], (string Algorithm, byte[] Signature)>? sign = null)
    {
        var from = TimeProvider.System.GetUtcNow() - (age ?? TimeSpan.Zero);
        var payload = Json(new { iss = issuer ?? Authority, aud = audience ?? Audience, sub = subject, roles, nbf = from.ToUnixTimeSeconds(), exp = from.AddMinutes(10).ToUnixTimeSeconds() });
        sign ??= data => ("RS256", key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var head = Json(new { alg = sign([]).Algorithm, typ = "JWT", kid = KeyId });
        return $"{head}.{payload}.{Text(sign(Encoding.ASCII.GetBytes($"{head}.{payload}")).Signature)}";
    }

    /// <summary>The attack that takes the public key for a shared secret.</summary>
    public (string Algorithm, byte[] Signature) ByPublicKey(byte[] data) => ("HS256", HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.ExportRSAPublicKeyPem()), data));

    public void Dispose()
    {
        listener.Close();
        key.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What an address answers with, as JSON; an address = go there; null = there is nothing.</summary>
    protected virtual object? Answer(HttpListenerContext context)
    {
        var shared = key.ExportParameters(includePrivateParameters: false);
        return context.Request.Url!.AbsolutePath switch
        {
            "/.well-known/openid-configuration" => new { issuer = Authority, jwks_uri = Authority + "/keys", authorization_endpoint = Authority + "/authorize", token_endpoint = Authority + "/token" },
            "/keys" => new { keys = new[] { new { kty = "RSA", use = "sig", kid = KeyId, n = Text(shared.Modulus!), e = Text(shared.Exponent!) } } },
            _ => null,
        };
    }

    protected static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            context.Response.AddHeader("Access-Control-Allow-Origin", "*"); // pages of other origins ask, too
            var answer = Answer(context);
            if (answer is Uri to)
            {
                context.Response.Redirect(to.AbsoluteUri);
            }
            else
            {
                context.Response.StatusCode = answer is null ? 404 : context.Response.StatusCode;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer));
            }

            context.Response.Close();
        }
    }

    private static string Json(object value) => Text(JsonSerializer.SerializeToUtf8Bytes(value));
}
