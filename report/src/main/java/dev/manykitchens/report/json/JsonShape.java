package dev.manykitchens.report.json;

import tools.jackson.databind.JsonNode;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether JSON has the kinds of values that a record asks for, told in the words of JSON.
///
/// Reading alone would turn much into what it is not: null and "" into 0, a text into the bytes of
/// numbers. Keys that the record does not know are passed over. A key that is missing is told only
/// where the record needs a list of figures; what else may be missing is for the record to say.
public final class JsonShape {

    private JsonShape() {}

    /// What does not fit, in a sentence that begins with where it stands; empty when all does.
    ///
    /// @param type a record of numbers, texts, truth values, arrays of numbers, records, lists of
    ///   texts or records, and maps of names to records
    public static Optional<String> complaint(JsonNode tree, Class<? extends Record> type) {
        return record("", tree, type);
    }

    private static Optional<String> record(String path, JsonNode node, Class<?> type) {
        if (!node.isObject()) {
            return wrong(path, "an object", node);
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String key = Json.key(component);
            Optional<String> complaint =
                    component(
                            path.isEmpty() ? key : path + "." + key,
                            node.path(key),
                            component.getType(),
                            component.getGenericType());
            if (complaint.isPresent()) {
                return complaint;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> component(
            String path, JsonNode node, Class<?> type, Type generic) {
        if (type.isArray()) {
            return node.isMissingNode()
                    ? Optional.of(path + " must be there, is missing")
                    : elements(path, node, type.getComponentType());
        }
        if (node.isMissingNode() || (node.isNull() && !type.isPrimitive())) {
            return Optional.empty();
        }
        if (type == List.class) {
            return elements(path, node, argument(generic, 0));
        }
        if (type == Map.class) {
            return entries(path, node, argument(generic, 1));
        }
        return value(path, node, type);
    }

    private static Optional<String> elements(String path, JsonNode node, Class<?> type) {
        if (!node.isArray()) {
            return wrong(path, "a list", node);
        }
        for (int i = 0; i < node.size(); i++) {
            Optional<String> complaint = value(path + "[" + i + "]", node.path(i), type);
            if (complaint.isPresent()) {
                return complaint;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> entries(String path, JsonNode node, Class<?> type) {
        if (!node.isObject()) {
            return wrong(path, "an object", node);
        }
        return node.propertyStream()
                .map(entry -> value(path + "." + entry.getKey(), entry.getValue(), type))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> value(String path, JsonNode node, Class<?> type) {
        if (type.isRecord()) {
            return record(path, node, type);
        }
        if (type == String.class) {
            return node.isString() ? Optional.empty() : wrong(path, "a text", node);
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.isBoolean() ? Optional.empty() : wrong(path, "true or false", node);
        }
        if (type == double.class || type == Double.class) {
            return node.isNumber() ? Optional.empty() : wrong(path, "a number", node);
        }
        boolean small = type == int.class || type == Integer.class;
        boolean fits = small ? node.canConvertToInt() : node.canConvertToLong();
        return node.isIntegralNumber() && fits
                ? Optional.empty()
                : wrong(path, "a whole number", node);
    }

    private static Optional<String> wrong(String path, String wanted, JsonNode node) {
        String where = path.isEmpty() ? "it" : path;
        return Optional.of("%s must be %s, is %s".formatted(where, wanted, described(node)));
    }

    /// The value itself where it is short, else what it is.
    private static String described(JsonNode node) {
        if (node.isArray()) {
            return "a list";
        }
        if (node.isObject()) {
            return "an object";
        }
        String text = node.toString();
        return text.length() <= 40 ? text : text.substring(0, 39) + "…";
    }

    private static Class<?> argument(Type generic, int position) {
        if (generic instanceof ParameterizedType parameterized
                && parameterized.getActualTypeArguments()[position] instanceof Class<?> argument) {
            return argument;
        }
        throw new IllegalArgumentException(
                "a list or map of a record must say of what, was " + generic);
    }
}
