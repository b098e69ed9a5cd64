package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A download: nothing but waiting for somebody else's machine. Gives the file's name.
public final class DownloadFile implements Recipe {

    @Override
    public String name() {
        return "download_file";
    }

    @Override
    public String summary() {
        return "waits as for a download";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.required("name", ValueType.TEXT, "the file's name"),
                Limits.duration("duration", "2s", "how long the download takes"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.TEXT;
    }

    @Override
    public List<Value> sample(int index) {
        return List.of(Value.of("file-" + index));
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(Step.waitFor(Limits.duration(arguments, 1)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.of(arguments.text(0));
    }
}
