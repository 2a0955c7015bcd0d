extension Run {
  /// The same run with other calls in place of its own: as another machine would have made it. It keeps its id.
  ///
  /// - Parameter change: what stands for an observation; nothing to leave it out.
  package func retold(_ change: (ObservationKey) -> [ObservationKey]) -> Run {
    var told: [ObservationKey: Observation] = [:]
    for observation in observations {
      for key in change(observation.key) {
        let own = Observation(
          key: key, count: observation.count, outcomes: observation.outcomes,
          first: observation.first)
        if told[key]?.add(own) == nil { told[key] = own }
      }
    }
    return Run(
      id: id, name: name, formats: formats, lines: lines, processes: processes,
      observations: told.values.sorted { $0.key < $1.key }, ledger: ledger, labels: labels,
      commandLine: commandLine)
  }
}
