internal import Text
internal import Verification

/// Pages of several profiles, and one that lists them.
package struct ProfileIndex {
  /// One file beside the others.
  package struct Page {
    /// In the folder.
    package let file: String
    /// The whole file.
    package let bytes: [UInt8]
  }

  /// Stands at the beginning of every page.
  package static let mark = "<meta name=\"generator\" content=\"whittle "

  private let reports: [ProfileReport]

  /// In the order of the list.
  package init(of reports: [ProfileReport]) { self.reports = reports }

  /// One for each profile, and the list last, so that it never names what is not there.
  package var pages: [Page] {
    let files = Self.files(for: reports)
    return zip(reports, files).map { report, file in
      Page(file: file, bytes: ProfilePage(of: report, hasIndex: true).bytes)
    } + [Page(file: "index.html", bytes: PageText.render("index", values(files)))]
  }

  /// Of letters and digits that every file system and address takes, each once.
  static func files(for reports: [ProfileReport]) -> [String] {
    var taken: Set<String> = ["index"]
    return reports.map { report in
      let safe = String(
        report.name.map { character in
          character.isASCII
            && (character.isLetter || character.isNumber || "-_".contains(character))
            ? character : "-"
        })
      let stem = safe.isEmpty ? "profile" : safe
      var name = stem
      var count = 2
      while !taken.insert(name.lowercased()).inserted {
        name = "\(stem)-\(count)"
        count += 1
      }
      return name + ".html"
    }
  }

  private func values(_ files: [String]) -> [String: Any] {
    let columns = reports.map(\.figures).max { $0.count < $1.count } ?? []
    return [
      "release": Release.version, "title": "Seccomp profile reports",
      "heading": reports.count.counting("profile"),
      "columns": columns.map { ["text": $0.noun.prefix(1).uppercased() + $0.noun.dropFirst()] },
      "profiles": zip(reports, files).map { report, file in
        [
          "file": file, "name": report.name.escapedForTerminal,
          "path": report.path.escapedForTerminal,
          "tone": report.verification.passes ? "good" : "dangerous", "outcome": report.outcome,
          "cells": columns.indices.map { place in
            let figures = report.figures
            return place < figures.count
              ? [
                "value": figures[place].value, "noun": figures[place].noun,
                "remark": "(\(figures[place].remark))",
              ] : ["value": "", "noun": "", "remark": ""]
          },
        ] as [String: Any]
      },
      "footer": ProfilePage.footer,
    ]
  }
}
