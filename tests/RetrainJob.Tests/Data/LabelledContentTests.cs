using StayPositive.RetrainJob.Data;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Tests.Data;

public sealed class LabelledContentTests
{
    private static readonly string Mask = new('a', 64);

    [Fact]
    public void A_content_that_is_decided_again_keeps_its_collection_group_generator_and_mask()
    {
        var content = Of(Imported(Ruling.Inpainted) with { Mask = Mask }, Reviewed(Ruling.Inpainted));
        Assert.Equal(("import:set", "set/pair", "sd-3", Mask), (content.Source, content.Group, content.Generator, content.Mask?.Hex));
        Assert.Equal(RowOrigin.Collection, content.Origin);
    }

    [Fact]
    public void A_mask_and_a_generator_go_with_their_ruling_and_the_group_stays()
    {
        var content = Of(Imported(Ruling.Inpainted) with { Mask = Mask }, Reviewed(Ruling.NoFindings));
        Assert.Equal((false, null, null, "set/pair"), (content.Generated, content.Generator, content.Mask?.Hex, content.Group));
        Assert.Null(Of(Imported(Ruling.Inpainted) with { Mask = Mask }, Reviewed(Ruling.AiGenerated)).Mask);
    }

    [Fact]
    public void Who_cannot_judge_changes_nothing_and_a_reopened_content_has_no_opinion()
    {
        Assert.True(Of(Imported(Ruling.AiGenerated), Reviewed(Ruling.Undecided)).Generated);
        Assert.Null(Of(Imported(Ruling.AiGenerated), Reviewed(Ruling.Reopened), Reviewed(Ruling.Undecided)).Generated);
        Assert.Null(Of(Reviewed(Ruling.Undecided)).Generated);
    }

    [Fact]
    public void What_the_scanner_pointed_at_is_flagged_and_a_drawn_content_belongs_to_the_audit()
    {
        Assert.Equal(RowOrigin.Flagged, Of(Reviewed(Ruling.NoFindings)).Origin);
        Assert.Equal(RowOrigin.Audit, Of(Reviewed(Ruling.NoFindings) with { AuditProbability = 0.01 }, Reviewed(Ruling.AiGenerated)).Origin);
    }

    private static Label Imported(Ruling ruling) => Reviewed(ruling) with { Source = "import:set", Group = "set/pair", Generator = "sd-3" };

    private static Label Reviewed(Ruling ruling) => new(1, ruling, "ada", DateTimeOffset.UnixEpoch, Blind: false, Note: null) { Source = "review" };

    private static LabelledContent Of(params Label[] labels) => LabelledContent.Of(new Scope("uploads"), ContentHash.Of("x"u8), labels)!;
}
