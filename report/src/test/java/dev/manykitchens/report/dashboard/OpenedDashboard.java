package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import dev.manykitchens.report.Chromium;
import dev.manykitchens.report.SharedChromium;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A dashboard before a real browser: for each test a server, whose events and time are the test's,
/// and a page that shares nothing with others.
@Tag("browser")
@ExtendWith(SharedChromium.class)
@ResourceLock(SharedChromium.LOCK)
abstract class OpenedDashboard {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    StagedDashboard stage;
    BrowserContext context;
    Page page;

    /// What a page must not do: complain, ask somebody else, open a dialog.
    final List<String> heard = new CopyOnWriteArrayList<>();

    /// What is served.
    abstract StagedDashboard serve() throws IOException;

    /// Whether a line of what was heard is as it should be.
    boolean isExpected(String line) {
        return false;
    }

    @BeforeEach
    void openPage(Chromium chromium) throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
        stage = serve();
        context = chromium.context(new Browser.NewContextOptions().setViewportSize(1280, 900));
        context.onConsoleMessage(message -> heard.add("console: " + message.text()));
        context.onWebError(error -> heard.add("error: " + error.error()));
        context.onDialog(dialog -> {
            heard.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        context.onRequest(request -> {
            if (!request.url().startsWith(stage.url()) && !request.url().startsWith("data:")) {
                heard.add("request: " + request.url());
            }
        });
        page = context.newPage();
    }

    @AfterEach
    void closePage() {
        context.close();
        stage.close();
        heard.removeIf(this::isExpected);
        assertThat(heard).isEmpty();
    }

    /// Opens the page at a view and waits until it shows what was told so far.
    void show(String view) {
        visit("#" + view);
        assertThat(page.locator("html")).hasAttribute("data-view", view);
    }

    /// Opens the page at this fragment of its address and waits until it shows what was told so
    /// far.
    void visit(String hash) {
        page.navigate(stage.url() + hash);
        showWhatIsNew();
    }

    /// Opens a view of the page that is there.
    void open(String view) {
        page.locator("#views a[href='#%s']".formatted(view)).click();
        assertThat(page.locator("html")).hasAttribute("data-view", view);
    }

    /// From the next page on, what pages do after a while they do when [#passOnThePage] says so, or
    /// after that while.
    void haveTimeInHand() {
        page.clock().install();
    }

    /// So much time is over on the page, at once.
    void passOnThePage(Duration time) {
        page.clock().fastForward(time.toMillis());
    }

    /// Lets time pass, a little at a time, until the page shows what happened: whoever comes is
    /// told everything at the next step.
    void showWhatIsNew() {
        stage.tick();
        long due = stage.dashboard.frames().last();
        await().atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> {
                    stage.tick();
                    return shownFrame() >= due;
                });
    }

    long shownFrame() {
        String frame = page.locator("html").getAttribute("data-frame");
        return frame == null ? 0 : Long.parseLong(frame);
    }

    /// The rules of accessibility that the page breaks.
    ///
    /// @param axe the script that looks
    Object violations(String axe) {
        page.evaluate(axe);
        return page.evaluate(
                """
                async () => {
                  const { passes, violations } = await axe.run(document);
                  if (passes.length < 10) return ['only ' + passes.length + ' rules were looked at'];
                  return violations.map(({ id, nodes }) =>
                      id + ': ' + nodes.map(node => node.html + ' ' + node.failureSummary).join('; '));
                }\
                """);
    }

    void assertNotWiderThanItsWindow(String where) {
        assertThat(
                        page.evaluate(
                                "() => document.documentElement.scrollWidth -"
                                        + " document.documentElement.clientWidth"))
                .as(where)
                .isEqualTo(0);
    }

    /// Looks at the page in both themes and at three widths.
    ///
    /// @param axe as for [#violations]
    void assertFine(String axe, String where) {
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            for (int width : new int[] {1920, 1280, 390}) {
                page.setViewportSize(width, 900);
                assertNotWiderThanItsWindow("%s, %s, %d px".formatted(where, theme, width));
            }
            assertThat(violations(axe)).as("%s, %s", where, theme).isEqualTo(List.of());
        }
        page.setViewportSize(1280, 900);
    }

    Locator pool(String name) {
        return page.locator("[data-pool]").filter(having("h3", name));
    }

    Locator kitchen(String name) {
        return page.locator("[data-kitchen]").filter(having("h4", name));
    }

    /// Those with a heading that holds this name.
    Locator.FilterOptions having(String heading, String name) {
        return new Locator.FilterOptions()
                .setHas(page.locator(heading, new Page.LocatorOptions().setHasText(name)));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// The line that says what came of what was asked for last.
    Locator answer() {
        return page.locator("#hands [role=status]");
    }
}
