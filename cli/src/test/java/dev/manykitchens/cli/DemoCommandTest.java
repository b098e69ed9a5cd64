package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.scene.Scenes;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.cli.terminal.Terminal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

class DemoCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theListHasEverySceneAndItsQuestion() {
        assertThat(demo("--list")).isZero();

        assertThat(out()).contains(Scenes.names());
        assertThat(out()).contains("Three jobs wait 2 s each: is that 6 s?");
    }

    @Test
    void aSceneIsPlayedAndItsPromisesAreCounted() {
        assertThat(demo("three-waits", "--time-scale", "0.05")).isZero();

        assertThat(out())
                .startsWith("1 scene on ")
                .contains("threads:3")
                .contains("100 ms")
                .contains("1 of 1 promises kept");
    }

    @Test
    void theSameInJson() {
        assertThat(demo("three-waits", "--time-scale", "0.05", "--json")).isZero();

        JsonNode json = JsonMapper.shared().readTree(out());
        assertThat(json.get("scenes").get(0).get("name").asString()).isEqualTo("three-waits");
        assertThat(json.get("kept").asInt()).isEqualTo(1);
    }

    @Test
    void aSceneIsExplainedWithoutBeingPlayed() {
        assertThat(demo("--explain", "convoy", "tea-shop")).isZero();

        assertThat(out())
                .startsWith("convoy\n")
                .contains("run    kitchen demo tea-shop\n")
                .contains("docs/learn/3-one-stove.md (lesson 3, One stove)\n")
                .doesNotContain("promise")
                .doesNotContain("measured");
        assertThat(err()).isEmpty();
    }

    @Test
    void anExplanationInJsonIsAListOfTheScenesNamed() {
        assertThat(demo("tea-shop", "convoy", "--explain", "--json")).isZero();

        JsonNode json = JsonMapper.shared().readTree(out());
        assertThat(json).hasSize(2);
        assertThat(json.get(1).get("lesson").get("number").asInt()).isEqualTo(3);
    }

    @Test
    void toExplainNothingInParticularListsTheScenesAndSaysHowToNameOne() {
        assertThat(demo("--explain")).isZero();

        assertThat(out())
                .contains(Scenes.names())
                .endsWith("naming it: kitchen demo --explain tea-shop\n");
    }

    @Test
    void aProgramThatNamesNoSceneGetsAllExplanations() {
        assertThat(demo("--explain", "--json")).isZero();

        assertThat(JsonMapper.shared().readTree(out())).hasSize(Scenes.names().size());
    }

    @Test
    void anUnknownSceneIsNotExplained() {
        assertThat(demo("--explain", "tea-shoop")).isEqualTo(ExitCode.MISTAKE);

        assertThat(err()).contains("did you mean tea-shop?").hasLineCount(1);
        assertThat(out()).isEmpty();
    }

    @Test
    void listingAndExplainingAtOnceIsAMistake() {
        assertThat(demo("--explain", "--list", "tea-shop")).isEqualTo(ExitCode.MISTAKE);

        assertThat(err()).contains("--list").contains("--explain").hasLineCount(1);
        assertThat(out()).isEmpty();
    }

    @Test
    void anUnknownSceneIsAMistakeThatNamesTheNearest() {
        assertThat(demo("tea-shop", "three-wait")).isEqualTo(ExitCode.MISTAKE);

        assertThat(err()).contains("did you mean three-waits?").hasLineCount(1);
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.001", "101", "NaN", "slow"})
    void aTimeScaleThatMakesNoSenseIsAMistake(String scale) {
        assertThat(demo("three-waits", "--time-scale", scale)).isEqualTo(ExitCode.MISTAKE);

        assertThat(err()).contains("--time-scale").hasLineCount(1);
    }

    @Test
    void anInterruptEndsTheSceneThatRunsAndStartsNoOther() {
        // Interrupts as soon as the first pool has its jobs: those of this scene would wait 200 s.
        AtomicReference<Runnable> stop = new AtomicReference<>();
        Interrupts interrupts =
                whatToDo -> {
                    stop.set(whatToDo);
                    return new NoWatch();
                };
        PrintStream stopping =
                new PrintStream(out, true, StandardCharsets.UTF_8) {
                    @Override
                    public void print(String text) {
                        super.print(text);
                        if (text.contains("threads:3")) {
                            Thread.ofPlatform().start(stop.get());
                        }
                    }
                };

        int code =
                KitchenMain.execute(
                        new Shell(
                                stopping, stream(err), Terminal.NONE, interrupts, Optional::empty),
                        "demo",
                        "three-waits",
                        "downloads",
                        "--time-scale",
                        "100");

        assertThat(code).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err()).isEqualTo("interrupted after 0 of 2 scenes\n");
        assertThat(out()).endsWith(" s     not measured\n\n  broken off\n");
    }

    private int demo(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "demo";
        System.arraycopy(args, 0, all, 1, args.length);
        Interrupts never = _ -> new NoWatch();
        return KitchenMain.execute(
                new Shell(stream(out), stream(err), Terminal.NONE, never, Optional::empty), all);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static final class NoWatch implements Interrupts.Watch {
        @Override
        public boolean interrupted() {
            return false;
        }

        @Override
        public void close() {}
    }
}
