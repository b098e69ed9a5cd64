package dev.manykitchens.cli.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the `kitchen` command is started as a process of its own that ends with its standard input.
///
/// @param java the `java` to start it with
/// @param classPath where the command's classes are
/// @param main the class whose `main` takes the command's arguments
public record Kitchen(Path java, String classPath, String main) {

    /// As this JVM was started.
    public static Kitchen ofThisJvm(Class<?> main) {
        return new Kitchen(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                main.getName());
    }

    List<String> command(List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java.toString(),
                                // Several of them share a machine for a minute.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath,
                                main));
        command.addAll(arguments);
        return command;
    }
}
