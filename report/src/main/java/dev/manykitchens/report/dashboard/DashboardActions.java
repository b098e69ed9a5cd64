package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.report.http.Action;
import dev.manykitchens.report.http.Answer;
import dev.manykitchens.report.text.OneLine;

import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/// What the page of a dashboard can do, by path. Every answer is one line for people: done (200), a
/// mistake in what was asked (422), or not possible now (409).
final class DashboardActions {

    private DashboardActions() {}

    static Map<String, Action> of(Dashboard dashboard, Acting acting) {
        Playbill playbill = acting.playbill();
        return Map.of(
                // Whoever types a token hears whether it is good.
                "/actions/token",
                action(
                        acting,
                        body -> {
                            Asked.nothing(body);
                            return "the token is good: you can change things here";
                        }),
                "/actions/change",
                action(acting, body -> change(dashboard, body)),
                "/actions/play",
                action(acting, body -> playbill.play(Asked.play(body))),
                "/actions/stop",
                action(
                        acting,
                        body -> {
                            Asked.nothing(body);
                            return playbill.stop();
                        }));
    }

    private static String change(Dashboard dashboard, String body) {
        Asked.OfPool asked = Asked.change(body);
        Dashboard.Levers pool = dashboard.levers(asked.pool());
        boolean suspect =
                asked.change() instanceof Change.DrainWorker(String worker)
                        && dashboard.isSuspect(asked.pool(), worker);
        pool.controls().make(asked.change());
        String done =
                done(pool.name(), asked.change())
                        + (suspect ? "; it is silent: unless it is heard again, it is lost" : "");
        // Everyone who watches should know why the picture changes.
        switch (asked.change()) {
            case Change.SetStoves _,
                    Change.SetThreads _,
                    Change.SetPrefetch _,
                    Change.SetChunkJobs _ ->
                    dashboard.newsOnceSettled(asked.pool() + " " + asked.change().kind(), done);
            case Change.DrainWorker _, Change.KillWorker _, Change.CancelBatch _ ->
                    dashboard.news(done);
        }
        return done;
    }

    private static String done(String pool, Change change) {
        return switch (change) {
            case Change.SetStoves(OptionalInt count) ->
                    count.isPresent()
                            ? "each kitchen of %s has %s now"
                                    .formatted(pool, counted(count.getAsInt(), "stove"))
                            : "all cooks of %s may compute at once now".formatted(pool);
            case Change.SetThreads(int count) ->
                    "each kitchen of %s has %s now".formatted(pool, counted(count, "cook"));
            case Change.SetPrefetch(int chunks) ->
                    "up to %s may wait at each cook of %s now"
                            .formatted(counted(chunks, "chunk"), pool);
            case Change.SetChunkJobs(var most) ->
                    most.isPresent()
                            ? "a chunk of %s has at most %s now"
                                    .formatted(pool, counted(most.getAsInt(), "job"))
                            : "the coordinator of %s chooses the size of chunks now"
                                    .formatted(pool);
            case Change.DrainWorker(String worker) ->
                    "%s of %s was asked to finish what it has begun, and to leave"
                            .formatted(worker, pool);
            case Change.KillWorker(String worker) -> "%s of %s was killed".formatted(worker, pool);
            case Change.CancelBatch(long batch) ->
                    "batch %d of %s is being cancelled".formatted(batch, pool);
        };
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static Action action(Acting acting, Function<String, String> doing) {
        return new Action() {
            @Override
            public boolean allows(String token) {
                return acting.tokens().test(token);
            }

            @Override
            public Answer act(String body) {
                try {
                    return Answer.line(200, OneLine.of(doing.apply(body)));
                } catch (IllegalArgumentException e) {
                    return Answer.line(422, OneLine.of(String.valueOf(e.getMessage())));
                } catch (IllegalStateException e) {
                    return Answer.line(409, OneLine.of(String.valueOf(e.getMessage())));
                }
            }
        };
    }
}
