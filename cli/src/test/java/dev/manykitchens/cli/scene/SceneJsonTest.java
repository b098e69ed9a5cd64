package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;

class SceneJsonTest {

    private static final Scene SCENE =
            new Scene(
                    "fake",
                    "Does it?",
                    "It does.",
                    new Teaching("Perhaps.", "That it does.", Lesson.THREADS),
                    _ -> {});

    @Test
    void everyPromiseStandsWithItsRangeBesideTheMeasurement() {
        Line line =
                new Line(
                        "threads:2",
                        Promise.waits(Duration.ofSeconds(2)),
                        Measured.seconds(5),
                        "slow");
        JsonNode json =
                JsonMapper.shared()
                        .readTree(
                                SceneJson.of(
                                        List.of(new Showing(SCENE, List.of(line), 3)), 2, 0.5));

        assertThat(json.get("schema").asString()).isEqualTo("manykitchens.demo/1");
        assertThat(json.get("time_scale").asDouble()).isEqualTo(0.5);
        assertThat(json.get("promises").asInt()).isEqualTo(1);
        assertThat(json.get("kept").asInt()).isZero();
        JsonNode scene = json.get("scenes").get(0);
        assertThat(scene.get("tries").asInt()).isEqualTo(3);
        JsonNode written = scene.get("lines").get(0);
        assertThat(written.get("promised").get("low").asDouble()).isCloseTo(1.94, within(1e-9));
        assertThat(written.get("promised").get("high").asDouble()).isCloseTo(2.325, within(1e-9));
        assertThat(written.get("measured").get("value").asDouble()).isEqualTo(5);
        assertThat(written.get("kept").asBoolean()).isFalse();
        assertThat(written.get("remark").asString()).isEqualTo("slow");
    }

    @Test
    void aPromiseWithoutAnUpperEndStaysValidJson() {
        Line line = new Line("lost", Promise.atLeast(Quantity.COUNT, 1), Measured.count(12), "");

        JsonNode json =
                JsonMapper.shared()
                        .readTree(
                                SceneJson.of(List.of(new Showing(SCENE, List.of(line), 1)), 2, 1));

        assertThat(json.get("scenes").get(0).get("lines").get(0).get("promised").has("high"))
                .isFalse();
    }

    @Test
    void theListNamesAndAsks() {
        JsonNode json = JsonMapper.shared().readTree(SceneJson.list(Scenes.all()));

        assertThat(json).hasSize(Scenes.all().size());
        assertThat(json.get(0).get("question").asString()).endsWith("?");
    }

    @Test
    void anExplanationHoldsAllThereIsToTeach() {
        JsonNode json = JsonMapper.shared().readTree(SceneJson.explain(List.of(SCENE)));

        assertThat(json)
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        [ {
                                          "name" : "fake",
                                          "question" : "Does it?",
                                          "why" : "It does.",
                                          "guess" : "Perhaps.",
                                          "command" : "kitchen demo fake",
                                          "shows" : "That it does.",
                                          "lesson" : {
                                            "number" : 2,
                                            "title" : "Threads",
                                            "file" : "docs/learn/2-threads.md"
                                          }
                                        } ]
                                        """));
    }
}
