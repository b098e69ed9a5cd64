package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.serve.ServeOptions;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// `deploy/compose/three.yml` against itself and the command. No engine is asked.
class ThreeCoordinatorsComposeTest {

    private static final Pattern COMMAND =
            Pattern.compile("exec kitchen (coordinator .*)", Pattern.DOTALL);

    @Test
    void everyCoordinatorIsOneOfThePeersUnderTheNameOfItsService() throws IOException {
        List<String> names = coordinators();
        assertThat(names).hasSize(3);
        for (String name : names) {
            CommandLine.ParseResult parsed = parsed(name).subcommand();
            Peers peers =
                    Peers.parse(
                            parsed.matchedOption("--peers").getValue(),
                            ServeOptions.socketAddress(parsed.matchedOption("--listen").getValue()),
                            Optional.of(parsed.matchedOption("--advertise").getValue()));

            assertThat(peers.own().address()).isEqualTo(name + ":7070");
            assertThat(peers.all())
                    .extracting(peer -> peer.address().replaceFirst(":[0-9]+$", ""))
                    .containsExactlyElementsOf(names);
            assertThat(file().at("/services/client/environment/KITCHEN_COORDINATOR").asText())
                    .isEqualTo(peers.endpoints().toString());
        }
    }

    @Test
    void whatEachKeepsIsOnAVolumeOfItsOwn() throws IOException {
        List<String> kept =
                coordinators().stream()
                        .map(name -> service(name).path("volumes"))
                        .map(volumes ->
                                StreamSupport.stream(volumes.spliterator(), false)
                                        .map(JsonNode::asText)
                                        .filter(volume -> volume.endsWith(":/var/lib/kitchen"))
                                        .findFirst()
                                        .orElseThrow())
                        .toList();

        assertThat(kept).hasSize(3).doesNotHaveDuplicates();
    }

    private static List<String> coordinators() throws IOException {
        return file().path("services").properties().stream()
                .map(entry -> entry.getKey())
                .filter(name -> name.startsWith("coordinator-"))
                .toList();
    }

    private static CommandLine.ParseResult parsed(String name) throws IOException {
        // The parser of this test knows anchors, and not what is merged: the script is the same at
        // each.
        String script = file().at("/x-coordinator/entrypoint/2").asText();
        Matcher command = COMMAND.matcher(script.replace("\\\n", " "));
        assertThat(command.find()).isTrue();
        assertThat(service(name).path("command").get(0).asText()).isEqualTo(name);
        String line = command.group(1).replace("\"", "").replace("$$0", name).strip();
        return TestShell.piped().commandLine().parseArgs(line.split("\\s+"));
    }

    private static JsonNode service(String name) {
        try {
            return file().path("services").path(name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode file() throws IOException {
        return new YAMLMapper().readTree(Path.of("..", "deploy", "compose", "three.yml").toFile());
    }
}
