using CsCheck;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

public sealed class EditMaskTests
{
    [Fact]
    public void Bright_pixels_of_a_mask_picture_are_the_edited_ones_unless_dark_is_asked_for()
    {
        using var image = RgbImage.FromPixels(3, 1, [0, 0, 0, 255, 255, 255, 128, 128, 128]);
        Assert.Equal([false, true, true], EditMask.FromImage(image).Edited.ToArray());
        Assert.Equal([true, false, false], EditMask.FromImage(image, darkIsEdited: true).Edited.ToArray());
        Assert.Equal(2 / 3.0, EditMask.FromImage(image).Share, 1e-12);
    }

    [Fact]
    public void Mask_and_image_are_cropped_at_the_same_place() =>
        Gen.Select(Gen.Int[4, 20], Gen.Int[4, 20], Gen.Int[1, 4], Gen.Int[0, 99]).Sample((width, height, side, seed) =>
        {
            var random = new Random(seed);
            var edited = Enumerable.Range(0, width * height).Select(_ => random.Next(2) == 1).ToArray();
            using var image = RgbImage.FromPixels(width, height, edited.SelectMany(pixel => Enumerable.Repeat((byte)(pixel ? 255 : 0), 3)).ToArray());
            foreach (var box in new[] { CropBox.Centre(width, height, side), CropBox.Seeded(width, height, side, seed, "photo") })
            {
                using var cut = box.Cut(image);
                Assert.Equal((side, side), (cut.Width, cut.Height));
                Assert.Equal(EditMask.FromImage(cut).Edited.ToArray(), new EditMask(width, height, edited).Crop(box).Edited.ToArray());
            }
        });

    [Fact]
    public void Seeded_boxes_lie_inside_reach_every_edge_and_repeat()
    {
        var boxes = Enumerable.Range(0, 300).Select(i => CropBox.Seeded(13, 12, 10, 5, $"photo-{i}")).ToArray();
        Assert.All(boxes, box => box.CheckInside(13, 12));
        Assert.Equal([0, 1, 2, 3], boxes.Select(box => box.X).Distinct().Order());
        Assert.Equal([0, 1, 2], boxes.Select(box => box.Y).Distinct().Order());
        Assert.Equal(boxes[17], CropBox.Seeded(13, 12, 10, 5, "photo-17"));
        Assert.NotEqual(boxes.Select(box => box.X), Enumerable.Range(0, 300).Select(i => CropBox.Seeded(13, 12, 10, 6, $"photo-{i}").X));
    }

    [Fact]
    public void Boxes_beyond_the_image_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CropBox.Centre(9, 20, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EditMask(4, 4, new bool[16]).Crop(new CropBox(2, 0, 3, 3)));
    }

    [Fact]
    public void Resizing_keeps_the_edited_share_of_a_half_plane()
    {
        var half = new EditMask(100, 50, Enumerable.Range(0, 5000).Select(i => i % 100 < 40).ToArray());
        var smaller = half.Resize(70, 35);
        Assert.Equal((70, 35), (smaller.Width, smaller.Height));
        Assert.Equal(0.4, smaller.Share, 0.02);
    }

    [Fact]
    public void A_mask_turns_as_libvips_turns_the_picture_and_back()
    {
        var random = new Random(3);
        var stored = new EditMask(5, 3, [.. Enumerable.Range(0, 15).Select(_ => random.Next(2) == 0)]);
        using var picture = NetVips.Image.NewFromMemory(stored.Edited.ToArray().Select(edited => (byte)(edited ? 255 : 0)).ToArray(), 5, 3, 1, NetVips.Enums.BandFormat.Uchar);
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var value = orientation;
            using var tagged = picture.Mutate(mutable => mutable.Set(NetVips.GValue.GIntType, "orientation", value));
            using var turned = tagged.Autorot();
            var upright = stored.ToUpright(orientation);
            Assert.Equal((turned.Width, turned.Height), (upright.Width, upright.Height));
            Assert.Equal(turned.WriteToMemory<byte>().Select(pixel => pixel != 0), upright.Edited.ToArray());
            Assert.Equal(stored.Edited.ToArray(), upright.ToStored(orientation).Edited.ToArray());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => stored.ToStored(9));
    }
}
