using StayPositive.Functions.Wiring;

namespace StayPositive.Functions.Tests.Wiring;

public sealed class DoorTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", "127.0.0.1 localhost [::1]")]
    [InlineData("http://scanner.example:80;https://localhost:443", "scanner.example localhost 127.0.0.1 [::1]")]
    [InlineData("http://127.0.0.1:5080;http://*:80", "*")]
    [InlineData("http://0.0.0.0:80", "*")]
    [InlineData("http://[::]:80", "*")]
    public void It_is_asked_by_the_names_that_it_listens_on(string urls, string hosts) => Assert.Equal(hosts.Split(' '), new Door(false, true, true, urls).Hosts);
}
