package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndingTest {

    @Test
    void aWantOfMemoryIsNoBugAndHasACodeOfItsOwn() {
        Ending ending =
                Ending.failed(new IllegalStateException(new OutOfMemoryError("Java heap space")));

        assertThat(ending.exitCode()).isEqualTo(Ending.OUT_OF_MEMORY);
        assertThat(ending.reason())
                .startsWith(
                        "the worker had no memory to go on with: OutOfMemoryError: Java heap space: the heap of its JVM")
                .contains("--worker-memory");
    }

    @Test
    void whateverElseFailsInItsOwnCodeIsABug() {
        Ending ending = Ending.failed(new IllegalStateException("oh"));

        assertThat(ending.exitCode()).isEqualTo(70);
        assertThat(ending.reason()).contains("please report this").contains("oh");
    }
}
