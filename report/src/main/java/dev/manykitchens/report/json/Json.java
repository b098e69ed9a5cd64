package dev.manykitchens.report.json;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.manykitchens.core.value.Value;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/// The one way in which records become JSON here: names in snake case, in the order of the
/// components, indented.
public final class Json {

    private static final SnakeCase NAMES = new SnakeCase();

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(NAMES)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    // Older files of the same schema may lack keys.
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private static final ObjectWriter COMPACT =
            MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

    private static final ObjectReader STRICT =
            MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private Json() {}

    private static final class SnakeCase extends PropertyNamingStrategies.SnakeCaseStrategy {

        String of(String component) {
            return translate(component);
        }
    }

    /// The record as text that ends with a line feed.
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value) + "\n";
    }

    /// The record as one line of text, without spaces.
    public static String compact(Object value) {
        return COMPACT.writeValueAsString(value);
    }

    /// The text as a tree.
    ///
    /// @throws tools.jackson.core.JacksonException when it is not JSON
    public static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    /// Whether an object in this text has a key twice. Readers differ in which of the two counts.
    ///
    /// @param json that can be read as a tree
    public static boolean repeatsKey(String json) {
        try {
            var _ = STRICT.readTree(json);
            return false;
        } catch (JacksonException _) {
            return true;
        }
    }

    /// The tree as a record.
    ///
    /// @throws tools.jackson.core.JacksonException when it is not that record
    public static <T> T read(JsonNode tree, Class<T> type) {
        return MAPPER.treeToValue(tree, type);
    }

    /// A copy of the tree with other texts; keys stay as they are.
    public static JsonNode withTexts(JsonNode tree, UnaryOperator<String> change) {
        if (tree.isString()) {
            return StringNode.valueOf(change.apply(tree.stringValue()));
        }
        if (tree.isArray()) {
            ArrayNode copy = MAPPER.createArrayNode();
            tree.forEach(element -> copy.add(withTexts(element, change)));
            return copy;
        }
        if (tree.isObject()) {
            ObjectNode copy = MAPPER.createObjectNode();
            tree.forEachEntry((key, value) -> copy.set(key, withTexts(value, change)));
            return copy;
        }
        return tree;
    }

    /// The key under which a record's component is written and read.
    static String key(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? NAMES.of(component.getName()) : named.value();
    }

    /// A value as JSON knows it: numbers of any size, text, bytes as hexadecimal digits, null for
    /// none. What is no number in JSON is a text: "NaN", "Infinity".
    public static @Nullable Object plain(Value value) {
        return switch (value) {
            case Value.Int(long number) -> number;
            case Value.BigInt(BigInteger number) -> number;
            case Value.Real(double number) ->
                    Double.isFinite(number) ? number : Double.toString(number);
            case Value.Text(String text) -> text;
            case Value.Bytes(byte[] bytes) -> HexFormat.of().formatHex(bytes);
            case Value.None() -> null;
        };
    }
}
