package dev.manykitchens.cli.scene;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

@Tag("jvm")
@Isolated("measures scenes")
class WorkerJvmScenesTest {

    @ParameterizedTest
    @MethodSource
    void scenesWithWorkerJvmsKeepTheirPromises(String scene) throws InterruptedException {
        SceneTrial.assertKept(scene);
    }

    static Stream<String> scenesWithWorkerJvmsKeepTheirPromises() {
        return SceneTrial.scenesWithWorkerJvms();
    }
}
