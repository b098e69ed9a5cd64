package dev.manykitchens.report.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;

import dev.manykitchens.report.Chromium;
import dev.manykitchens.report.http.StatusServer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How smoothly the page draws a thousand cooks and a hundred thousand bars while ten thousand jobs
/// a second end, and how soon it shows something: `benchmarks/run dashboard`.
@Tag("browser")
@Tag("measures")
@Isolated("measures times")
@EnabledIfSystemProperty(
        named = "dashboard.speed",
        matches = "measure",
        disabledReason = "benchmarks/run dashboard measures it")
class DashboardSpeedTest {

    private static final double LEAST_FRAMES_A_SECOND = 30;
    private static final double MOST_SECONDS_TO_PAINT = 0.3;
    private static final double SECONDS = 5;
    private static final int VISITS = 5;
    private static final double UNTIL_FULL_MILLIS = 60_000;

    @Test
    void aThousandCooksAndAHundredThousandBarsAreDrawnSmoothly() throws Exception {
        List<String> said = new ArrayList<>();
        said.add(
                "load average before: %.1f on %d cores"
                        .formatted(
                                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                                Runtime.getRuntime().availableProcessors()));
        try (Chromium chromium = Chromium.open();
                Dashboard dashboard =
                        Dashboard.open("load", "1", Instant.now(), () -> Vitals.UNKNOWN);
                StatusServer server =
                        StatusServer.start(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Set.of(),
                                DashboardSite.of(dashboard));
                BrowserContext context =
                        chromium.context(
                                new Browser.NewContextOptions().setViewportSize(1280, 800))) {
            String url = "http://127.0.0.1:%d/".formatted(server.address().getPort());
            double paint = secondsToPaint(context, url);
            said.add("first paint after %.3f s".formatted(paint));
            double least = Double.MAX_VALUE;
            try (SyntheticLoad load = SyntheticLoad.start(dashboard)) {
                Page page = context.newPage();
                page.navigate(url + "#timeline");
                PlaywrightAssertions.assertThat(page.locator(".gantt canvas"))
                        .hasAttribute("data-rows", Integer.toString(SyntheticLoad.COOKS));
                PlaywrightAssertions.assertThat(page.locator("[data-note=timeline]"))
                        .containsText(
                                ", 100,000 bars.",
                                new LocatorAssertions.ContainsTextOptions()
                                        .setTimeout(UNTIL_FULL_MILLIS));
                least = Math.min(least, framesASecond(page, "rows of their usual height", said));
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("All rows"))
                        .click();
                least = Math.min(least, framesASecond(page, "all rows", said));
                Locator more =
                        page.getByRole(
                                AriaRole.BUTTON,
                                new Page.GetByRoleOptions().setName("Show more time"));
                more.click();
                least = Math.min(least, framesASecond(page, "all rows, 40 s", said));
                said.add("%.0f jobs a second".formatted(load.jobsASecond()));
            }
            System.out.println(String.join("\n", said));
            assertThat(paint).as("seconds to the first paint").isLessThan(MOST_SECONDS_TO_PAINT);
            assertThat(least)
                    .as("frames a second: %s", said)
                    .isGreaterThanOrEqualTo(LEAST_FRAMES_A_SECOND);
        }
    }

    /// The median of some visits to an idle dashboard.
    private static double secondsToPaint(BrowserContext context, String url) {
        List<Double> seconds = new ArrayList<>();
        for (int visit = 0; visit < VISITS; visit++) {
            Page page = context.newPage();
            page.navigate(url);
            Number millis =
                    (Number)
                            page.evaluate(
                                    """
                                    () => new Promise(painted => new PerformanceObserver(list => {
                                      const first = list.getEntriesByName('first-contentful-paint')[0];
                                      if (first) painted(first.startTime);
                                    }).observe({ type: 'paint', buffered: true }))\
                                    """);
            seconds.add(millis.doubleValue() / 1_000);
            page.close();
        }
        Collections.sort(seconds);
        return seconds.get(VISITS / 2);
    }

    private static double framesASecond(Page page, String what, List<String> said) {
        CDPSession session = page.context().newCDPSession(page);
        JsonObject threadTicks = new JsonObject();
        threadTicks.addProperty("timeDomain", "threadTicks");
        session.send("Performance.enable", threadTicks);
        double busyBefore = busySeconds(session);
        // Beginnings of frames, by the browser's own clock.
        List<?> frames =
                (List<?>)
                        page.evaluate(
                                """
                                seconds => new Promise(done => {
                                  const begun = [];
                                  const frame = now => {
                                    begun.push(now);
                                    if (now - begun[0] < seconds * 1000) requestAnimationFrame(frame);
                                    else done(begun);
                                  };
                                  requestAnimationFrame(frame);
                                })\
                                """,
                                SECONDS);
        double busy = busySeconds(session) - busyBefore;
        session.detach();
        double took = (millis(frames.getLast()) - millis(frames.getFirst())) / 1_000;
        int count = frames.size() - 1;
        said.add(
                String.format(
                        Locale.ROOT,
                        "%s: %.1f frames a second, %.1f ms of CPU of the page's thread for each",
                        what,
                        count / took,
                        busy * 1_000 / count));
        return count / took;
    }

    private static double millis(Object time) {
        return ((Number) time).doubleValue();
    }

    private static double busySeconds(CDPSession session) {
        for (JsonElement metric :
                session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            JsonObject named = metric.getAsJsonObject();
            if (named.get("name").getAsString().equals("TaskDuration")) {
                return named.get("value").getAsDouble();
            }
        }
        throw new AssertionError("there is no TaskDuration");
    }
}
