import Testing

/// Tests with real containers, one at a time: the services have fixed ports, and audit records do not
/// tell whose they are. The first use of an image takes the time of building it.
@Suite(.tags(.containers), .needsContainers, .serialized, .timeLimit(.minutes(20)))
enum ContainerTests {}
