package dev.manykitchens.cli.broken.proto.v1;

/// Stands for what protoc generates.
public final class Generated {}
