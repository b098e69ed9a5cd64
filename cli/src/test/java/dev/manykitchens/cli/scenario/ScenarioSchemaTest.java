package dev.manykitchens.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Holds the schema that editors get against the reader that decides.
class ScenarioSchemaTest {

    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(ScenarioSchema.text(), InputFormat.JSON);
    private static final RecipeBook BOOK =
            RecipeBook.load(ScenarioSchemaTest.class.getClassLoader());
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static Stream<Arguments> maps() {
        return Stream.of(
                Arguments.of("", ScenarioReader.KEYS),
                Arguments.of("/$defs/class", ClassReader.KEYS),
                Arguments.of("/$defs/step", StepReader.KEYS),
                Arguments.of("/$defs/network", ConditionsReader.NETWORK_KEYS),
                Arguments.of("/$defs/fault", FaultReader.KEYS),
                Arguments.of("/$defs/kind/oneOf/1", ConditionsReader.KIND_KEYS),
                Arguments.of("/$defs/resource/oneOf/1", ResourceReader.KEYS));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void readerAndSchemaKnowTheSameKeys(String pointer, Keys keys) {
        JsonNode map = Json.tree(ScenarioSchema.text()).at(pointer);

        assertThat(map.at("/properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(keys.names());
        assertThat(map.at("/properties"))
                .allSatisfy(key -> assertThat(key.path("description").asString()).isNotBlank());
        assertThat(map.at("/additionalProperties").asBoolean(true)).isFalse();
    }

    static List<Path> ours() {
        return ScenarioFiles.ofDistribution().all();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void itAcceptsWhatComesWithTheProgram(Path file) throws IOException {
        assertThat(mistakes(ScenarioFiles.text(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs: 3",
                "jobs: 0\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nsteps: []",
                "jobs: 3\nsteps: [{cpuu: 1ms}]",
                "jobs: 3\nsteps: [{cpu: 1}]",
                "jobs: 3\nsteps: [{cpu: 1ms, wait: 1ms}]",
                "jobs: 3\nsteps: [{use: oven}]",
                "jobs: 3\nduration: 3s\nsteps: [{cpu: 1ms}]",
                "jobs: 3\narrivals: poison 3/s\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nclasses: [{name: a}]",
                "jobs: 3\npools: [thraeds:4]\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nresources: {oven: {scope: pool}}\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nprice: 0.05\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nworkers: {slow: 0}\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nworkers: {slow: {count: 0}}\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nnetwork: {}\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nnetwork: {bandwidth: 100}\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nnetwork: {bandwidth: 1Mbit/s}\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nnetwork: {bandwidth: 1Mbit/s}\nclasses: [{name: a, steps: [{cpu: 1ms}]}]",
                "jobs: 3\nnetwork: {bandwidth: 1Mbit/s}\nclasses: [{name: a, sends: 0B, steps: [{cpu: 1ms}]}]",
                "jobs: 3\nfaults: [{kill: any}]\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nfaults: [{kill: any, at: 1s, every: 1s}]\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nfaults: [{kill: any, pause: any, at: 1s}]\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nfaults: [{pause: any, at: 1s}]\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nfaults: [{kill: any, at: 1s, for: 1s}]\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nfaults: [{kill: 0, at: 1s}]\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nstartup: 1\nsteps: [{cpu: 1ms}]"
            })
    void itRefusesWhatTheReaderRefuses(String yaml) throws IOException {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(IllegalArgumentException.class);
        assertThat(mistakes(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs: 3\nnetwork: {delay: 1ms}\nsteps: [{cpu: 1ms}]",
                "jobs: 3\nnetwork: {bandwidth: 1Mbit/s}\nclasses: [{name: a, sends: 1B, steps: [{cpu: 1ms}]}]",
                "jobs: 3\nnetwork: {bandwidth: 1Mbit/s}\nclasses: [{name: a, steps: [{cpu: 1ms}]}, {name: b, returns: 20KiB, steps: [{cpu: 1ms}]}]"
            })
    void itAcceptsWhatTheReaderAccepts(String yaml) throws IOException {
        assertThat(read(yaml).name()).isEqualTo("some");
        assertThat(mistakes(yaml)).isEmpty();
    }

    private static Scenario read(String yaml) {
        return ScenarioReader.read(yaml, Path.of("some.yaml"), BOOK);
    }

    private static List<Error> mistakes(String yaml) throws IOException {
        return SCHEMA.validate(YAML.readTree(yaml).toString(), InputFormat.JSON);
    }

    @Test
    void itsOwnExamplesAreAccepted() throws IOException {
        JsonNode properties = Json.tree(ScenarioSchema.text()).at("/properties");
        for (JsonNode arrivals : properties.at("/arrivals/examples")) {
            assertThat(mistakes("jobs: 3\nsteps: [{cpu: 1ms}]\narrivals: " + arrivals.asString()))
                    .isEmpty();
        }
        for (JsonNode time : Json.tree(ScenarioSchema.text()).at("/$defs/distribution/examples")) {
            assertThat(mistakes("jobs: 3\nsteps: [{wait: " + time.asString() + "}]")).isEmpty();
        }
    }
}
