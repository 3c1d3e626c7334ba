namespace StayPositive.Functions.Web.Review;

/// <summary>The review page and what it asks for. One file a resource; all of it for reviewers, except for the sign-in.</summary>
internal static class ReviewApi
{
    public static void AddReview(this IServiceCollection services) => services
        .AddHttpContextAccessor().AddSingleton<Sessions>().AddSingleton<RefitReports>().AddSingleton<Subjects>().AddSingleton<Contents>().AddSingleton<Decisions>().AddSingleton<Summaries>().AddSingleton<QueueCounter>().AddSingleton<DashboardCounter>();

    public static void MapReview(this WebApplication app)
    {
        app.MapReviewPage();
        var api = app.MapGroup("/api").ExcludeFromDescription();
        api.MapSession();
        var review = api.MapGroup("/review").RequireAuthorization(Roles.Reviewer);
        review.MapQueue();
        review.MapItems();
        review.MapImages();
        review.MapEvidence();
        review.MapFacts();
        review.MapMasks();
        review.MapDecisions();
        review.MapClaims();
        review.MapDecisionLog();
        review.MapDashboard();
    }
}
