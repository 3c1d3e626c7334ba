using StayPositive.Storage.Erasure;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Scanning;

/// <summary>What the flow reads and writes, and the account's name and authority (host and port; null for a folder).</summary>
internal sealed record Stores(
    string Account, string? Authority, IUploads Uploads, StateStore States, MeasurementStore Measurements, HeatMapStore HeatMaps, RefStore Refs, LabelStore Labels, PendingStore Pending, Tombstones Tombstones);
