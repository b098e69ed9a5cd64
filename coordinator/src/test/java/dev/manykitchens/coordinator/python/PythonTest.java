package dev.manykitchens.coordinator.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Isolated("looks at all processes")
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo a; echo b; echo c; echo d",
                "printf '%s\\n' /bin/py 'CPython 3.13.0' '3' True",
                "printf '%s\\n' /bin/py 'CPython 3.13.0' '3 99999999999' True",
                "printf '%s\\n' /bin/py 'CPython 3.13.0' '3 13' maybe",
                "printf '%s\\n' py 'CPython 3.13.0' '3 13' True",
                "printf '%s\\n' '' 'CPython 3.13.0' '3 13' True",
                "printf '/bin/\\000py\\nCPython 3.13.0\\n3 13\\nTrue\\n'",
                "printf '%s\\n' welcome /bin/py 'CPython 3.13.0' '3 13' True"
            })
    void aShimThatPrintsOtherThingsIsNoPython(String command) throws IOException {
        script(command);

        assertThatIllegalStateException()
                .isThrownBy(() -> new Python.Search(folder.toString()).orThrow())
                .withMessage(
                        program() + " must be a Python interpreter, gave no answer as one does");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec sleep 600", "sleep 600; true", "exec yes"})
    void aProgramThatHangsOrBabblesIsWaitedForSoLong(String command) throws IOException {
        script(command);

        assertThatIllegalStateException()
                .isThrownBy(() -> Python.find(folder.toString(), Duration.ofMillis(300)))
                .withMessage(
                        program()
                                + " must be a Python interpreter, was waited for 300ms and gave no answer");
        // A process that was killed is there until the system has seen to it.
        await().untilAsserted(() ->
                assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                        .noneMatch(
                                process -> process.info().command().orElse("").endsWith("sleep")));
    }

    @Test
    void whatWasFoundIsNotAskedAgain() throws IOException {
        answer("/opt/py/bin/python3", "CPython 3.13.0", "3 13", "False");
        Python.Search search = new Python.Search(folder.toString());
        Python found = search.orThrow();
        script("exit 1");

        assertThat(search.orThrow()).isSameAs(found);
    }

    @Test
    void aSearchThatWasInterruptedIsMadeAgain() throws IOException {
        script("exec sleep 10");
        Python.Search search = new Python.Search(folder.toString());
        Thread.currentThread().interrupt();

        assertThatIllegalStateException()
                .isThrownBy(search::orThrow)
                .withMessage("looking for python3 must not be interrupted, was");
        assertThat(Thread.interrupted()).isTrue();
        answer("/opt/py/bin/python3", "CPython 3.13.0", "3 13", "False");
        assertThat(search.orThrow().version()).isEqualTo("CPython 3.13.0");
    }

    @Test
    void nothingIsImportedFromTheWorkingDirectoryOrTheEnvironment() throws Exception {
        NeedsPython.assumePresent();
        Path python = Python.find().program();
        String hostile = "open('was_here', 'w').close()\n";
        for (String module : List.of("platform.py", "json.py", "asyncio.py", "sitecustomize.py")) {
            Files.writeString(folder.resolve(module), hostile);
        }
        // What the pools start, with what it was given by whoever started this.
        for (List<String> command : List.of(Python.questions(python), Script.command(python))) {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("PYTHONPATH", ":" + folder);
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            Process process = builder.start();
            try (OutputStream input = process.getOutputStream()) {
                if (command.equals(Script.command(python))) {
                    input.write(Script.delivered());
                }
            }
            byte[] _ = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(folder.resolve("was_here")).doesNotExist();
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
