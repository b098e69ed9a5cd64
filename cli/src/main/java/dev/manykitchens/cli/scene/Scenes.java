package dev.manykitchens.cli.scene;

import dev.manykitchens.core.name.Nearest;

import java.util.List;

/// The scenes there are, in the order in which a demo plays them.
public final class Scenes {

    private static final List<Scene> ALL =
            List.of(
                    WaitingScenes.computeSquare(),
                    WaitingScenes.futures(),
                    WaitingScenes.teaShop(),
                    WaitingScenes.downloads(),
                    WaitingScenes.threeWaits(),
                    WaitingScenes.randomWaits(),
                    WaitingScenes.twoTasks(),
                    ComputingScenes.heavySum(),
                    ComputingScenes.oneStove(),
                    ComputingScenes.convoy(),
                    ComputingScenes.freeTheStove(),
                    SharingScenes.coffeeShop(),
                    SharingScenes.sharedTill(),
                    PeopleScenes.grading(),
                    PeopleScenes.teaAndToast(),
                    ChoiceScenes.hybrid(),
                    ChoiceScenes.whichPool(),
                    MemoryScenes.memoryMap());

    private Scenes() {}

    /// All of them.
    public static List<Scene> all() {
        return ALL;
    }

    /// Their names.
    public static List<String> names() {
        return ALL.stream().map(Scene::name).toList();
    }

    /// The scene of this name.
    ///
    /// @throws IllegalArgumentException naming the nearest one when there is none
    public static Scene get(String name) {
        return ALL.stream()
                .filter(scene -> scene.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "a scene must be one that is known here, was \""
                                        + name
                                        + "\"; "
                                        + Nearest.suggestion(
                                                name, names(), "see `kitchen demo --list`")));
    }
}
