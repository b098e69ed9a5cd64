package dev.manykitchens.report.dashboard;

import dev.manykitchens.report.history.RunPages;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.http.Answer;
import dev.manykitchens.report.http.FixedPage;
import dev.manykitchens.report.http.Page;
import dev.manykitchens.report.http.Site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The dashboard as a site: the page at `/`, what it loads below `/dashboard/`, and its events at
/// `/events`, and the runs that were kept. All of it comes from here. What can be done is below
/// `/actions/` ([DashboardActions]).
public final class DashboardSite {

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "mjs", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml",
                    "LICENSE", "text/plain; charset=utf-8");

    private static final String INDEX = "index.html";

    private DashboardSite() {}

    /// The site of a dashboard without past runs that can only be looked at.
    static Site of(Dashboard dashboard) {
        return new Site(pages(), Map.of("/events", new DashboardEvents(dashboard)));
    }

    /// The site of a dashboard through which one can act. To be made before anybody looks.
    ///
    /// @param runs those that can be opened
    public static Site of(Dashboard dashboard, RunShelf runs, Acting acting) {
        dashboard.offers(acting.playbill().pieces());
        return of(dashboard, runs)
                .with(
                        new Site(
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                DashboardActions.of(dashboard, acting)));
    }

    /// The site of a dashboard that can only be looked at.
    ///
    /// @param runs those that can be opened
    static Site of(Dashboard dashboard, RunShelf runs) {
        return of(dashboard).with(RunPages.of(runs));
    }

    private static Map<String, Page> pages() {
        Map<String, Page> pages = new HashMap<>();
        for (String name : names()) {
            Answer answer = new Answer(200, typeOf(name), read(name));
            pages.put(name.equals(INDEX) ? "/" : "/dashboard/" + name, new FixedPage(answer));
        }
        return pages;
    }

    /// The names of the files that the page is made of: those that `files.txt` lists.
    static List<String> names() {
        return new String(read("files.txt"), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static String typeOf(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("files of a page must be of a known kind, was " + name);
        }
        return type;
    }

    private static byte[] read(String name) {
        try (InputStream in = DashboardSite.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " must be beside the dashboard, was not");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
