package dev.manykitchens.report;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.util.Objects;

/// One [Chromium] for all test classes that are extended with it: started by the first, closed when
/// all tests are over. Without one they are skipped.
///
/// Only one thread at a time may use it, so each of these classes must hold the lock of this
/// [#LOCK] ([org.junit.jupiter.api.parallel.ResourceLock]).
public final class SharedChromium implements BeforeAllCallback, ParameterResolver {

    /// What is locked.
    public static final String LOCK = "dev.manykitchens.report.SharedChromium";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedChromium.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Chromium _ = in(context);
    }

    private static Chromium in(ExtensionContext context) {
        return Objects.requireNonNull(
                context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(Chromium.class, _ -> Chromium.open(), Chromium.class));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Chromium resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return in(context);
    }
}
