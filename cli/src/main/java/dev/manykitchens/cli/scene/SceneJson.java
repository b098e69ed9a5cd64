package dev.manykitchens.cli.scene;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A demo as JSON, for programs.
public final class SceneJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private SceneJson() {}

    /// What was played: every promise with its range, beside the measurement.
    public static String of(List<Showing> showings, int cores, double timeScale) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "manykitchens.demo/1");
        document.put("cores", cores);
        document.put("time_scale", timeScale);
        document.put("promises", showings.stream().mapToInt(s -> s.lines().size()).sum());
        document.put("kept", showings.stream().mapToInt(Showing::keptPromises).sum());
        document.put("scenes", showings.stream().map(SceneJson::showing).toList());
        return MAPPER.writeValueAsString(document);
    }

    /// The names, questions and reasons of scenes.
    public static String list(List<Scene> scenes) {
        return MAPPER.writeValueAsString(scenes.stream().map(SceneJson::scene).toList());
    }

    /// The same, with what to guess and type before, what they show, and where more is told.
    public static String explain(List<Scene> scenes) {
        return MAPPER.writeValueAsString(scenes.stream().map(SceneJson::explained).toList());
    }

    private static Map<String, Object> explained(Scene scene) {
        Teaching teaching = scene.teaching();
        Map<String, Object> fields = scene(scene);
        fields.put("guess", teaching.guess());
        fields.put("command", scene.command());
        fields.put("shows", teaching.shows());
        Map<String, Object> lesson = new LinkedHashMap<>();
        lesson.put("number", teaching.lesson().number());
        lesson.put("title", teaching.lesson().title());
        lesson.put("file", teaching.lesson().file());
        fields.put("lesson", lesson);
        return fields;
    }

    private static Map<String, Object> scene(Scene scene) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", scene.name());
        fields.put("question", scene.question());
        fields.put("why", scene.why());
        return fields;
    }

    private static Map<String, Object> showing(Showing showing) {
        Map<String, Object> fields = scene(showing.scene());
        fields.put("kept", showing.kept());
        fields.put("tries", showing.tries());
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Line line : showing.lines()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("label", line.label());
            each.put("promised", promised(line.promise()));
            each.put("measured", measured(line.measured()));
            each.put("kept", line.kept());
            if (!line.remark().isEmpty()) {
                each.put("remark", line.remark());
            }
            lines.add(each);
        }
        fields.put("lines", lines);
        return fields;
    }

    private static Map<String, Object> promised(Promise promise) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", promise.text());
        switch (promise) {
            case Promise.Within within -> {
                fields.put("unit", within.quantity().unit());
                fields.put("low", within.low());
                if (Double.isFinite(within.high())) {
                    fields.put("high", within.high());
                }
            }
            case Promise.OneOf oneOf -> fields.put("answers", oneOf.answers());
            case Promise.Exactly _ -> {}
        }
        return fields;
    }

    private static Map<String, Object> measured(Measured measured) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", measured.text());
        switch (measured) {
            case Measured.Figure(Quantity quantity, double value) -> {
                fields.put("unit", quantity.unit());
                fields.put("value", value);
            }
            case Measured.Said _ -> {}
        }
        return fields;
    }
}
