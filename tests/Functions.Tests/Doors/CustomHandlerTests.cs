using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using StayPositive.Functions.Doors;

namespace StayPositive.Functions.Tests.Doors;

public sealed class CustomHandlerTests
{
    private const string Invocation = """{"Data":{"message":"{}"},"Metadata":{}}""";

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task What_cannot_be_read_is_refused_for_good_and_never_begun(string body) =>
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(body, (_, _) => throw new InvalidOperationException()));

    [Fact]
    public async Task A_fault_of_the_work_is_tried_again_even_if_it_is_one_of_form() =>
        Assert.Equal(StatusCodes.Status500InternalServerError, await StatusAsync(Invocation, (_, _) => throw new FormatException("a torn object of the storage")));

    [Fact]
    public async Task What_goes_well_is_done() => Assert.Equal(StatusCodes.Status200OK, await StatusAsync(Invocation, (_, _) => Task.CompletedTask));

    private static async Task<int> StatusAsync(string body, Func<string, CancellationToken, Task> work)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var result = await CustomHandler.InvokeAsync(context, NullLogger.Instance, HostPayload.OfQueue, work);
        return ((IStatusCodeHttpResult)result).StatusCode ?? StatusCodes.Status200OK;
    }
}
