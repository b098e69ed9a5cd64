package dev.manykitchens.report.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SiteTest {

    private static final Page PAGE = _ -> Answer.line(200, "page");
    private static final Page OUTER = _ -> Answer.line(200, "outer");
    private static final Page INNER = _ -> Answer.line(200, "inner");

    private static final Site SITE =
            new Site(
                    Map.of("/a", PAGE, "/runs/page", PAGE),
                    Map.of("/runs/", OUTER, "/runs/inner/", INNER),
                    Map.of(),
                    Map.of());

    @Test
    void aPageIsFoundAtItsPathAlone() {
        assertThat(SITE.page("/a")).hasValue(PAGE);
        assertThat(SITE.page("/a/")).isEmpty();
        assertThat(SITE.page("/a/b")).isEmpty();
        assertThat(SITE.page("/")).isEmpty();
        assertThat(SITE.page("")).isEmpty();
    }

    @Test
    void theInnermostFolderAnswersForWhatIsBelowIt() {
        assertThat(SITE.page("/runs/page")).hasValue(PAGE);
        assertThat(SITE.page("/runs/")).hasValue(OUTER);
        assertThat(SITE.page("/runs/x/y")).hasValue(OUTER);
        assertThat(SITE.page("/runs/inner/x")).hasValue(INNER);
        assertThat(SITE.page("/runs/inner")).hasValue(OUTER);
        assertThat(SITE.page("/runs")).isEmpty();
    }

    @Test
    void aFolderEndsWithASlash() {
        assertThatThrownBy(() -> new Site(Map.of(), Map.of("/runs", OUTER), Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must end with a slash");
    }

    @Test
    void sitesTogetherHaveTheFoldersOfBoth() {
        Site both = Site.of(Map.of("/b", PAGE)).with(SITE);

        assertThat(both.page("/b")).hasValue(PAGE);
        assertThat(both.page("/runs/x")).hasValue(OUTER);
    }
}
