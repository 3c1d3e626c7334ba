using System.Security.Claims;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Heatmaps;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>Makes labels of what reviewers decide: mask, line of the log, label with all that follows from it, in this order.</summary>
internal sealed class Decisions(Subjects subjects, Contents contents, Rulings rulings, Installation installation, TimeProvider clock)
{
    /// <summary>Where labels of the page come from.</summary>
    public const string Source = "review";

    private const int DrawnBytes = 4; // of each pixel of the drawing: three of its colour, one of the mask
    private const int MaskBytes = 3; // of each pixel of the image: the mask twice, and its picture

    private static readonly DecodeLimits MaskLimits = new() { MaxMegabytes = 4, MaxMegapixels = 25, MinSide = 1 };

    public async Task<DecisionOutcome> DecideAsync(string container, string hash, DecisionRequest request, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (request.Fault() is { } fault)
            return DecisionOutcome.Refused(400, Problems.BadRequest, fault);
        if (await subjects.FindAsync(container, hash, cancellation) is not { } subject)
            return DecisionOutcome.Refused(404, Problems.NotFound, "Nothing with this content was scanned, or it was erased.");
        if (request.Seen > subject.Newest)
            return DecisionOutcome.Refused(400, Problems.BadRequest, $"There is no label {request.Seen}.");
        string? mask = null;
        if (request.Mask is not null)
        {
            (mask, var wrong) = await MaskAsync(subject, request.Mask, cancellation);
            if (wrong is not null)
                return wrong;
        }

        if (request.Ruling == Ruling.Reopened && request.Seen == subject.Newest && !(subject.Labels is [.., var newest] && newest.Ruling != Ruling.Reopened))
            return DecisionOutcome.Refused(400, "NotDecided", "There is no decision to re-open; it waits already.");
        return await WriteAsync(subject, request.Seen, New(subject, request.Ruling, user) with { Note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(), Mask = mask }, cancellation);
    }

    /// <summary>Takes the reviewer's own newest label back: what held before holds again, as a further label.</summary>
    public async Task<DecisionOutcome> UndoAsync(string container, string hash, int seen, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (await subjects.FindAsync(container, hash, cancellation) is not { } subject)
            return DecisionOutcome.Refused(404, Problems.NotFound, "Nothing with this content was scanned, or it was erased.");
        if (seen < 1 || seen > subject.Newest)
            return DecisionOutcome.Refused(400, Problems.BadRequest, $"There is no label {seen}.");
        if (seen < subject.Newest)
            return DecisionOutcome.Of(new LabelWrite(false, subject.Labels[^1]));
        if (subject.Labels[^1].Reviewer != Reviewer.Name(user) && !user.Has(Roles.Admin))
            return DecisionOutcome.Refused(403, "NotYours", "Only the reviewer who decided takes a decision back; re-open it instead.");
        var before = subject.Labels.SkipLast(1).LastOrDefault(label => label.Ruling != Ruling.Undecided);
        var label = New(subject, before?.Ruling ?? Ruling.Reopened, user) with { Note = $"Undo of decision {seen}.", Mask = before?.Mask };
        return await WriteAsync(subject, seen, label, cancellation);
    }

    private Label New(Subject subject, Ruling ruling, ClaimsPrincipal user) => new(0, ruling, Reviewer.Name(user), DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()), subject.IsBlind, null)
    {
        Source = Source,
        AuditProbability = subject.AuditProbability,
        ModelSeen = subject.IsBlind ? null : subject.Latest.Model,
    };

    private async Task<DecisionOutcome> WriteAsync(Subject subject, int seen, Label label, CancellationToken cancellation)
    {
        var line = LoggedDecision.Of(subject.Hash, label with { Number = seen + 1 });
        await installation.Decisions.AddAsync(subject.Scope, line, cancellation);
        var write = await rulings.DecideAsync(subject.Scope, subject.Hash, seen, label, cancellation);
        if (write.IsErased)
            await ForgetAsync(subject, line, label.Mask, cancellation);
        return DecisionOutcome.Of(write);
    }

    /// <summary>What was written before a label that did not stay. A mask that a label which was kept names, too, is not ours to remove.</summary>
    private async Task ForgetAsync(Subject subject, LoggedDecision line, string? mask, CancellationToken cancellation)
    {
        await installation.Decisions.RemoveAsync(subject.Scope, line, cancellation);
        if (mask is not null && (await installation.Labels.ReadAsync(subject.Scope, subject.Hash, cancellation)).All(kept => kept.Mask != mask))
            await installation.Masks.RemoveAsync(subject.Scope, subject.Hash, ContentHash.Parse(mask), cancellation);
    }

    /// <summary>The mask in the size of the upright image, stored.</summary>
    private async Task<(string? Mask, DecisionOutcome? Wrong)> MaskAsync(Subject subject, string base64, CancellationToken cancellation)
    {
        var png = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, png, out var length) || ImageDecoder.Recognise(png.AsSpan(0, length)) != ImageFormat.Png)
            return Refused("The mask is not the base64 of a PNG file.");
        if (await contents.BytesAsync(subject, cancellation) is not { } bytes)
            return Refused("The content no longer lies at any of its places, so that the mask fits nothing.");
        using var lease = await contents.LeaseAsync(cancellation);
        if (ViewPicture.Facts(bytes, lease.Package.Policy.Limits) is not { } facts)
            return Refused("The content cannot be read, so that the mask fits nothing.");
        var (width, height) = Orientation.Upright(facts.Width, facts.Height, facts.ExifOrientation);
        var size = ViewPicture.Facts(png.AsMemory(0, length), MaskLimits);
        using var memory = await contents.TakeAsync(DrawnBytes * (size is null ? 0 : (long)size.Width * size.Height) + MaskBytes * ((long)width * height), cancellation);
        var drawn = ImageDecoder.Decode(png.AsMemory(0, length), MaskLimits, behind: 0);
        if (drawn.Image is null)
            return Refused($"The mask cannot be read: {drawn.Rejected!.Sentence}");
        using var image = drawn.Image;
        var mask = EditMask.FromImage(image).Resize(width, height);
        if (mask.Share == 0)
            return Refused("The mask is empty.");
        return ((await installation.Masks.WriteAsync(subject.Scope, subject.Hash, ViewPicture.Mask(mask), cancellation)).Hex, null);

        static (string?, DecisionOutcome?) Refused(string sentence) => (null, DecisionOutcome.Refused(400, "BadMask", sentence));
    }
}
