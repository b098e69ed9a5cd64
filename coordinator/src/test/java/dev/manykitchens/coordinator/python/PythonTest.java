package dev.manykitchens.coordinator.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PythonTest {

    @TempDir private Path folder;

    @Test
    void thePathWithoutPythonIsToldSo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Python.find(folder + File.pathSeparator))
                .withMessage("no python3 is on the PATH");
    }

    @Test
    void anInterpreterIsAskedWhoItIs() throws IOException {
        answer("/opt/py/bin/python3", "CPython 3.13.0", "3 13", "False");

        assertThat(Python.find("/no/such" + File.pathSeparator + folder))
                .isEqualTo(new Python(Path.of("/opt/py/bin/python3"), "CPython 3.13.0", false))
                .extracting(Python::describe)
                .isEqualTo("CPython 3.13.0 (free-threaded, without a GIL)");
    }

    @Test
    void anOldInterpreterIsRefused() throws IOException {
        answer("/opt/py/bin/python3", "CPython 3.7.17", "3 7", "True");

        assertThatIllegalStateException()
                .isThrownBy(() -> Python.find(folder.toString()))
                .withMessage(program() + " must be 3.8 or newer, was CPython 3.7.17");
    }

    @Test
    void whatIsNoPythonIsRefused() throws IOException {
        script("echo I am a snake");

        assertThatIllegalStateException()
                .isThrownBy(() -> Python.find(folder.toString()))
                .withMessage(
                        program() + " must be a Python interpreter, gave no answer as one does");
    }

    @Test
    void aShimThatFailsIsNoPython() throws IOException {
        script("echo no version is set >&2; exit 127");

        assertThatIllegalStateException()
                .isThrownBy(() -> Python.find(folder.toString()))
                .withMessageContaining("gave no answer");
    }

    private void answer(String... lines) throws IOException {
        script("printf '%s\\n' '" + String.join("' '", lines) + "'");
    }

    private void script(String command) throws IOException {
        Files.writeString(program(), "#!/bin/sh\n" + command + "\n");
        assertThat(program().toFile().setExecutable(true)).isTrue();
    }

    private Path program() {
        return folder.resolve("python3");
    }
}
