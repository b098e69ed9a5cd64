package dev.manykitchens.coordinator.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.MemberServiceGrpc;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/// Who may call what: looks at the secret of a call before any message of it is read, so that
/// nothing is kept for strangers. They may ask for health, which is one short answer; whatever
/// holds a stream open (watching health, reflection) is for those who have a token, of either role.
final class Door implements ServerInterceptor {

    private static final Map<String, Role> GUARDED =
            Map.of(
                    WorkerServiceGrpc.SERVICE_NAME, Role.WORKER,
                    ClientServiceGrpc.SERVICE_NAME, Role.CLIENT,
                    MemberServiceGrpc.SERVICE_NAME, Role.CLIENT);

    /// The one call that needs no token.
    private static final String OPEN = HealthGrpc.getCheckMethod().getFullMethodName();

    private final Secrets secrets;

    Door(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Status refusal = refusal(call.getMethodDescriptor(), headers);
        if (refusal != null) {
            call.close(refusal, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    private @Nullable Status refusal(MethodDescriptor<?, ?> method, Metadata headers) {
        if (method.getFullMethodName().equals(OPEN)) {
            return null;
        }
        String shown = headers.get(Dial.AUTHORIZATION);
        if (shown == null || !shown.startsWith(Dial.BEARER)) {
            return Refusals.noToken();
        }
        Optional<Role> role =
                secrets.roleOf(shown.substring(Dial.BEARER.length()).getBytes(US_ASCII));
        if (role.isEmpty()) {
            return Refusals.token();
        }
        String service = method.getServiceName();
        Role needed = service == null ? null : GUARDED.get(service);
        return needed == null || role.get() == needed ? null : Refusals.role(needed, role.get());
    }
}
