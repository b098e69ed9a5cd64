package dev.manykitchens.benchmarks.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/// SimPy in a Python of its own, one process a run; the script times itself.
final class SimPyKernel implements OtherKernel {

    /// The usual one may be of a tool that does not see what the system has installed.
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private static final String SCRIPT = "mm64_simpy.py";

    private String version = "";

    @Override
    public String name() {
        return "SimPy";
    }

    @Override
    public String version() {
        return version.isEmpty() ? name() : name() + " " + version;
    }

    @Override
    public int divisor() {
        return 40;
    }

    @Override
    public double seconds(int servers, double arrivalsPerSecond, double serviceSeconds, int jobs)
            throws KernelMissingException, InterruptedException {
        try {
            Path script = Files.createTempFile("mm64", ".py");
            try (InputStream resource =
                    Objects.requireNonNull(SimPyKernel.class.getResourceAsStream(SCRIPT))) {
                Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
                for (String python : PYTHONS) {
                    String answer =
                            answer(
                                    python,
                                    script.toString(),
                                    Integer.toString(servers),
                                    Double.toString(arrivalsPerSecond),
                                    Double.toString(serviceSeconds),
                                    Integer.toString(jobs));
                    if (!answer.isEmpty()) {
                        int space = answer.indexOf(' ');
                        version = answer.substring(0, space);
                        return Double.parseDouble(answer.substring(space + 1));
                    }
                }
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new KernelMissingException("its script could not be run: " + e.getMessage(), e);
        }
        throw new KernelMissingException(
                "no python3 here has it; on Debian, install python3-simpy3");
    }

    /// @return its line; empty when there is no such program, or it has no SimPy
    private static String answer(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException _) {
            return "";
        }
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return process.waitFor() == 0 ? said : "";
        } finally {
            process.destroy();
        }
    }
}
