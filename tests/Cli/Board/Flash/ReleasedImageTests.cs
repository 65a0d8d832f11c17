using System.Net;
using System.Security.Cryptography;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Flash;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Tests.Board.Flash;

/// <summary>The image of a release, from a server on loopback.</summary>
public sealed class ReleasedImageTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("nanoevents").FullName, "firmware");
    private readonly HttpListener _server = new();
    private readonly byte[] _released = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
    private readonly Uri _address;
    private readonly List<string> _asked = [];

    private byte[] _answer;
    private int _status = 200;

    public ReleasedImageTests()
    {
        _answer = _released;
        _address = new Uri($"http://127.0.0.1:{Ports.Free()}/releases/");
        _server.Prefixes.Add(_address.AbsoluteUri);
        _server.Start();
        _ = ServeAsync();
    }

    public void Dispose()
    {
        _server.Close();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [Fact]
    public async Task ItIsDownloadedOnceAndKept()
    {
        string path = await GetAsync();

        Assert.Equal(_released, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(path, await GetAsync());
        Assert.Equal(["/releases/v1.2.3/NanoEvents.Esp32.bin"], _asked);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task ADryRunSaysThatItIsDownloadedFirstUnlessItIsKept()
    {
        ReleasedImage released = new(_address, Guid.NewGuid().ToString("N"), Convert.ToHexString(SHA256.HashData(_released)));

        Assert.Equal($"The firmware {released.Version} is downloaded from {_address}v{released.Version}/NanoEvents.Esp32.bin before anything is written.", new ImageSource(null, null, released).Before);
        Assert.Null(new ImageSource("app.bin", null, released).Before);
        Assert.False(released.IsKeptIn(_folder));
        await released.GetAsync(_folder, TestContext.Current.CancellationToken);
        Assert.True(released.IsKeptIn(_folder));
    }

    [Fact]
    public async Task AKeptOneThatIsDamagedIsDownloadedAgain()
    {
        string path = await GetAsync();
        await File.WriteAllBytesAsync(path, _released[..50_000], TestContext.Current.CancellationToken);

        await GetAsync();

        Assert.Equal(_released, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task AnotherFileIsRefusedAndNotKept()
    {
        _answer = [.. _released];
        _answer[77_777] ^= 1;

        Assert.Contains("is not the firmware 1.2.3 that was released", await RefusalAsync());

        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public async Task AReleaseThatIsNotThereIsSaid()
    {
        _status = 404;

        Assert.EndsWith("/releases/v1.2.3/NanoEvents.Esp32.bin answers 404 NotFound: name an image with --image", await RefusalAsync());
    }

    [Fact]
    public async Task AFileWithoutEndIsNotTaken()
    {
        _answer = new byte[ReleasedImage.MaxBytes + 1];

        Assert.StartsWith("cannot download http://127.0.0.1", await RefusalAsync());
    }

    [Fact]
    public async Task AServerThatIsGoneIsSaid()
    {
        _server.Stop();

        Assert.Contains("Is this PC online?", await RefusalAsync());
    }

    [Fact]
    public async Task WithoutTlsOnlyLoopbackIsAsked()
    {
        ReleasedImage image = new(new Uri("http://releases.example/"), "1.2.3", "00");

        CommandException refused = await Assert.ThrowsAsync<CommandException>(() => image.GetAsync(_folder, TestContext.Current.CancellationToken));

        Assert.Equal("http://releases.example/ is not an https address: name an image with --image", refused.Message);
    }

    private Task<string> GetAsync() =>
        new ReleasedImage(_address, "1.2.3", Convert.ToHexString(SHA256.HashData(_released))).GetAsync(_folder, TestContext.Current.CancellationToken);

    private async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<CommandException>(GetAsync)).Message;

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext request = await _server.GetContextAsync();
                _asked.Add(request.Request.Url!.AbsolutePath);
                request.Response.StatusCode = _status;
                request.Response.ContentLength64 = _answer.Length;
                await request.Response.OutputStream.WriteAsync(_answer);
                request.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The test is over, or the client has enough.
        }
    }
}
