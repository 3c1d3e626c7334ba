using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Objects;

public sealed class OrderedWalkTests
{
    private static readonly WalkEntry Root = new("", "/root", IsFolder: true);

    [Fact]
    public void A_folder_that_may_not_be_read_is_passed_over_and_told()
    {
        var told = new List<string>();

        var files = new OrderedWalk(Children, string.CompareOrdinal, "", "", folder => told.Add(folder.Path)).Files(Root).Select(file => file.Key).ToArray();

        Assert.Equal(["a.jpg", "z/b.jpg"], files);
        Assert.Equal(["/root/locked"], told);
    }

    [Fact]
    public void Where_nobody_is_told_it_ends_the_walk() => Assert.Throws<UnauthorizedAccessException>(() => new OrderedWalk(Children, string.CompareOrdinal, "", "").Files(Root).ToArray());

    private static IEnumerable<WalkEntry> Children(WalkEntry folder) => folder.Path switch
    {
        "/root" => [new("a.jpg", "/root/a.jpg", false), new("locked/", "/root/locked", true), new("z/", "/root/z", true)],
        "/root/z" => [new("z/b.jpg", "/root/z/b.jpg", false)],
        _ => throw new UnauthorizedAccessException(),
    };
}
