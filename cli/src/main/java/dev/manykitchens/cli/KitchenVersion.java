package dev.manykitchens.cli;

import picocli.CommandLine.IVersionProvider;

import java.util.List;

/// What `--version` prints: the version that the build wrote into the jar's manifest, and what it
/// runs on.
final class KitchenVersion implements IVersionProvider {

    private static final String WITHOUT_JAR = "(not built as a jar)";

    @Override
    public String[] getVersion() {
        return lines().toArray(String[]::new);
    }

    /// The version alone.
    static String version() {
        String version = KitchenVersion.class.getPackage().getImplementationVersion();
        return version == null ? WITHOUT_JAR : version;
    }

    static List<String> lines() {
        return List.of(
                "kitchen " + version(),
                "Java %s, %s %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch")));
    }
}
