package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.v1.ClientServiceGrpc;

/// The service for clients.
final class ClientStreams extends ClientServiceGrpc.ClientServiceImplBase {

    ClientStreams(ClientListener listener, Strangers strangers) {}
}
