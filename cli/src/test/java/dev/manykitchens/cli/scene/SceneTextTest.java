package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class SceneTextTest {

    private static final Scene SCENE =
            new Scene(
                    "tea-shop",
                    "Three orders and three chais: what does a second cook change?",
                    "With two cooks the orders are taken while the chai draws, and the longer of the two"
                            + " counts.",
                    new Teaching(
                            "One cook needs 15 s. Do two cooks need half of that?",
                            "Two cooks take as long as the slower of them.",
                            Lesson.THREADS),
                    _ -> {});
    private static final Line KEPT =
            new Line(
                    "processes:2",
                    Promise.waits(Duration.ofSeconds(9)),
                    Measured.seconds(9.012),
                    "start-up 812 ms");
    private static final Line BROKEN =
            new Line(
                    "processes:2x4+gil",
                    Promise.gains(1.9, 2),
                    Measured.times(1.02),
                    "387 ms, start-up 902 ms, summed by PID 4711, 4712, 4713 on processes:3");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void aSceneIsPrintedInColumns() {
        SceneText text = text(false, StandardCharsets.UTF_8);
        text.opening(1, 2, 0.5);
        show(text, List.of(KEPT), 1);

        assertThat(written())
                .isEqualTo(
                        """
                        1 scene on 2 cores, time scale 0.5: promised beside measured

                        tea-shop
                          Three orders and three chais: what does a second cook change?

                                                          promised         measured   kept
                          processes:2                       9.00 s           9.01 s   ✓  start-up 812 ms

                          With two cooks the orders are taken while the chai draws, and the longer of
                          the two counts.
                        """);
    }

    @Test
    void aSceneThatIsBrokenOffLeavesNoHalfLine() {
        SceneText text = text(false, StandardCharsets.UTF_8);
        text.begins(SCENE);
        text.promised(KEPT.label(), KEPT.promise());
        text.brokenOff();
        text.begins(SCENE);
        text.brokenOff();

        String heading =
                """

                tea-shop
                  Three orders and three chais: what does a second cook change?

                """;
        String promised =
                """
                                                  promised         measured   kept
                  processes:2                       9.00 s     not measured
                """;
        assertThat(written())
                .isEqualTo(heading + promised + "\n  broken off\n" + heading + "\n  broken off\n");
    }

    @Test
    void whatIsNotKeptSaysSoAndIsCountedInTheEnd() {
        SceneText text = text(false, StandardCharsets.UTF_8);
        Showing showing = show(text, List.of(KEPT, BROKEN), 3);
        text.closing(List.of(showing), 4);

        assertThat(written())
                .contains(
                        "1.02 x   ✗ not kept\n"
                                + "      387 ms, start-up 902 ms, summed by PID 4711, 4712, 4713 on"
                                + " processes:3\n")
                .contains("1 of 2 promises kept in 4.00 s\n  played more than once: tea-shop\n")
                .contains(
                        "  not kept: tea-shop; processes:2x4+gil: promised 1.90 x, measured"
                                + " 1.02 x\n");
    }

    @Test
    void aSecondTrySaysThatItIsOneAndWhy() {
        SceneText text = text(false, StandardCharsets.UTF_8);
        text.again(2, 3, List.of(BROKEN), 7.25);

        assertThat(written().replaceAll("\\s+", " "))
                .contains("Not kept: processes:2x4+gil.")
                .contains(
                        "7.3 threads want a core of this machine at a time; played again (2 of 3).");
    }

    @Test
    void anExplanationHasItsPartsBelowEachOther() {
        text(false, StandardCharsets.UTF_8).explain(List.of(SCENE, SCENE));

        String once =
                """
                tea-shop
                  Three orders and three chais: what does a second cook change?

                  guess  One cook needs 15 s. Do two cooks need half of that?
                  run    kitchen demo tea-shop
                  shows  Two cooks take as long as the slower of them.
                  why    With two cooks the orders are taken while the chai draws, and the
                         longer of the two counts.
                  more   docs/learn/2-threads.md (lesson 2, Threads)
                """;
        assertThat(written()).isEqualTo(once + "\n" + once);
    }

    @Test
    void nothingIsWiderThanEightyColumns() {
        SceneText text = text(false, StandardCharsets.UTF_8);
        text.opening(17, 64, 0.05);
        text.again(2, 3, List.of(KEPT, BROKEN), -1);
        text.closing(List.of(show(text, List.of(KEPT, BROKEN), 2)), 100);
        text.list(Scenes.all());
        text.howToExplain();
        text.explain(Scenes.all());
        Scenes.all().forEach(text::begins);
        Scenes.all().forEach(scene -> text.ended(new Showing(scene, List.of(KEPT), 1)));

        assertThat(written().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void colourIsOnlyForTerminals() {
        show(text(false, StandardCharsets.UTF_8), List.of(KEPT, BROKEN), 1);
        assertThat(written()).doesNotContain("\u001b");

        show(text(true, StandardCharsets.UTF_8), List.of(KEPT, BROKEN), 1);
        assertThat(written()).contains("\u001b[32m✓\u001b[0m").contains("\u001b[31;1m✗");
    }

    @Test
    void whereThereIsNoCheckMarkTheWordIsWritten() {
        show(text(false, StandardCharsets.US_ASCII), List.of(KEPT, BROKEN), 1);

        assertThat(written()).contains("9.01 s   yes").contains("1.02 x   NO");
        assertThat(written()).isEqualTo(bytes.toString(StandardCharsets.US_ASCII));
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private SceneText text(boolean colours, Charset charset) {
        return new SceneText(new PrintStream(bytes, true, charset), colours);
    }

    private static Showing show(SceneText text, List<Line> lines, int tries) {
        text.begins(SCENE);
        for (Line line : lines) {
            text.promised(line.label(), line.promise());
            text.measured(line);
        }
        Showing showing = new Showing(SCENE, lines, tries);
        text.ended(showing);
        return showing;
    }
}
