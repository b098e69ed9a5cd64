package dev.manykitchens.core.pool;

import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.jspecify.annotations.Nullable;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/// Turns the plain Java objects that callers give into packed arguments.
final class Arguments {

    private Arguments() {}

    /// One row for each input: a list is the arguments of a job, any other object its only
    /// argument.
    ///
    /// @throws IllegalArgumentException naming the job and the argument that does not fit
    static Columns pack(Recipe recipe, Collection<?> inputs) {
        if (isOfOneInteger(recipe)) {
            Optional<Column> small = smallIntegers(inputs);
            if (small.isPresent()) {
                return Columns.of(small.get());
            }
        }
        List<?> rows =
                inputs instanceof List<?> list && list instanceof RandomAccess
                        ? list
                        : new ArrayList<>(inputs);
        return RecipeBook.pack(recipe, new Rows(rows));
    }

    /// One row: the arguments of one job.
    ///
    /// @throws IllegalArgumentException naming the argument that does not fit
    static Columns packOne(Recipe recipe, List<?> arguments) {
        Long number = soleInteger(recipe, arguments);
        if (number != null) {
            return Columns.of(Column.ofLongs(number));
        }
        return pack(recipe, List.of(arguments));
    }

    /// The same as values, one a parameter: for jobs that are packed with others later.
    ///
    /// @throws IllegalArgumentException naming the argument that does not fit
    static List<Value> row(Recipe recipe, List<?> arguments) {
        Long number = soleInteger(recipe, arguments);
        if (number != null) {
            return List.of(Value.of((long) number));
        }
        return values(pack(recipe, List.of(arguments)).row(0));
    }

    private static List<Value> values(Row row) {
        return IntStream.range(0, row.width()).mapToObj(row::value).toList();
    }

    /// The only argument where there is one and it is a small whole number, as most often; else
    /// null.
    private static @Nullable Long soleInteger(Recipe recipe, List<?> arguments) {
        if (arguments.size() != 1 || !isOfOneInteger(recipe)) {
            return null;
        }
        return switch (arguments.getFirst()) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case null, default -> null;
        };
    }

    private static boolean isOfOneInteger(Recipe recipe) {
        List<Parameter> parameters = recipe.parameters();
        return parameters.size() == 1 && parameters.getFirst().type() == ValueType.INTEGER;
    }

    /// The inputs as they are when all of them are small whole numbers, as most often: millions of
    /// them are packed without an object for each.
    private static Optional<Column> smallIntegers(Collection<?> inputs) {
        long[] numbers = new long[inputs.size()];
        int size = 0;
        for (Object input : inputs) {
            if (size == numbers.length) {
                return Optional.empty();
            }
            if (input instanceof Integer number) {
                numbers[size++] = number;
            } else if (input instanceof Long number) {
                numbers[size++] = number;
            } else {
                return Optional.empty();
            }
        }
        return size == numbers.length ? Optional.of(Column.ofLongs(numbers)) : Optional.empty();
    }

    /// Converts rows when they are looked at, so that millions of inputs are not held twice.
    private static final class Rows extends AbstractList<List<Value>> implements RandomAccess {
        private final List<?> inputs;

        Rows(List<?> inputs) {
            this.inputs = inputs;
        }

        @Override
        public List<Value> get(int index) {
            try {
                return inputs.get(index) instanceof List<?> several
                        ? several.stream().map(Arguments::value).toList()
                        : List.of(value(inputs.get(index)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        e.getMessage() + " (job " + (index + 1) + ")", e);
            }
        }

        @Override
        public int size() {
            return inputs.size();
        }
    }

    @SuppressWarnings("NullAway")
    private static Value value(Object input) {
        if (input == null) {
            throw new IllegalArgumentException("an argument must be an object, was null");
        }
        return Value.ofJava(input);
    }
}
