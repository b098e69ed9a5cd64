package dev.manykitchens.cli.broken.coordinator;

import org.apache.ratis.protocol.RaftPeerId;

record NamesRatis(RaftPeerId id) {}
