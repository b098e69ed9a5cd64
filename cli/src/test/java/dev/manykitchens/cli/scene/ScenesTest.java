package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

@Isolated("measures scenes")
class ScenesTest {

    @Test
    void everySceneHasItsPlaceInTheListing() {
        assertThat(Scenes.names())
                .containsExactly(
                        "compute-square",
                        "futures",
                        "tea-shop",
                        "downloads",
                        "three-waits",
                        "random-waits",
                        "two-tasks",
                        "heavy-sum",
                        "one-stove",
                        "convoy",
                        "free-the-stove",
                        "coffee-shop",
                        "shared-till",
                        "grading",
                        "tea-and-toast",
                        "hybrid",
                        "which-pool",
                        "memory-map");
    }

    @Test
    void anUnknownSceneSuggestsTheNearest() {
        assertThatThrownBy(() -> Scenes.get("tea-shoop"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a scene must be one that is known here, was \"tea-shoop\"; did you mean"
                                + " tea-shop?");
    }

    @Test
    void aSceneThatIsNotLikeAnyPointsToTheList() {
        assertThatThrownBy(() -> Scenes.get("washing-up")).hasMessageContaining("demo --list");
    }

    @ParameterizedTest
    @MethodSource
    void scenesWithinThisJvmKeepTheirPromises(String scene) throws InterruptedException {
        SceneTrial.assertKept(scene);
    }

    static Stream<String> scenesWithinThisJvmKeepTheirPromises() {
        return SceneTrial.scenesWithinThisJvm();
    }
}
