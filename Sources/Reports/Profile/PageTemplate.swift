/// The page of one profile, and that of several, as Mustache templates.
enum PageTemplate {
  /// What every page begins with, up to its content.
  static let head = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <meta name="generator" content="whittle {{release}}">
    <title>{{title}}</title>
    <link rel="icon" href="data:,">
    <style>
    {{> style}}
    </style>
    </head>
    <body>
    """

  static let profile = """
    {{% CONTENT_TYPE:\(PageText.name)}}{{> head}}
    <a class="skip" href="#content">Skip to the content</a>
    <div class="page">
    <header>
    <p class="kicker">{{#hasIndex}}<a href="index.html">All profiles</a> · {{/hasIndex}}Seccomp profile report</p>
    <h1>{{name}}</h1>
    <p class="outcome{{^passes}} bad{{/passes}}">{{outcome}}</p>
    {{#missing}}
    <div class="notice"><p>{{text}}</p></div>
    {{/missing}}
    <ul class="figures">
    {{#figures}}
    <li><b>{{value}}</b><span>{{noun}}</span><span class="quiet small">{{remark}}</span></li>
    {{/figures}}
    </ul>
    </header>
    <div class="columns">
    <nav aria-label="Sections">
    <ul>
    {{#hasFindings}}
    <li><a href="#findings">Findings</a></li>
    {{/hasFindings}}
    <li><a href="#calls">What may run</a></li>
    <li><a href="#removed">What was taken away</a></li>
    <li><a href="#weaknesses">Known weaknesses</a></li>
    <li><a href="#origins">Where entries come from</a></li>
    <li><a href="#runs">What the runs show</a></li>
    <li><a href="#cost">Filter cost</a></li>
    <li><a href="#ledger">Ledger</a></li>
    <li><a href="#about">About this report</a></li>
    </ul>
    </nav>
    <main id="content">
    {{#hasFindings}}
    <section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    <p>What <code>whittle verify</code> says of the profile.</p>
    <ul class="plain">
    {{#findings}}
    <li><b class="{{tone}}">{{severity}}</b> {{text}} <code class="quiet">{{kind}}</code></li>
    {{/findings}}
    </ul>
    </section>
    {{/hasFindings}}
    <section aria-labelledby="calls">
    <h2 id="calls">What the service may call</h2>
    <p>{{callsIntro}}</p>
    <div class="groups">
    {{#groups}}
    {{> group}}
    {{/groups}}
    </div>
    {{#hasHeld}}
    <h3>Calls that run with certain arguments alone <span class="count">{{heldCount}}</span></h3>
    <table class="stack">
    <thead><tr><th scope="col" class="h-call">Call</th><th scope="col" class="h-under">Under the baseline</th><th scope="col">Runs with</th></tr></thead>
    <tbody>
    {{#held}}
    <tr><th scope="row"><code>{{call}}</code></th><td class="quiet small">{{under}}</td><td class="whole values">{{#values}}<code>{{text}}</code> {{/values}}</td></tr>
    {{/held}}
    </tbody>
    </table>
    {{/hasHeld}}
    </section>
    <section aria-labelledby="removed">
    <h2 id="removed">What was taken away</h2>
    <p>{{removedIntro}}</p>
    {{#answers}}
    <p>{{text}}</p>
    {{/answers}}
    <div class="groups">
    {{#removedGroups}}
    {{> group}}
    {{/removedGroups}}
    </div>
    </section>
    <section aria-labelledby="weaknesses">
    <h2 id="weaknesses">Known weaknesses</h2>
    <p>{{weaknessIntro}}</p>
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">{{#weaknessBar}}<rect class="{{fill}}" x="{{x}}" y="0" width="{{width}}" height="4"/>{{/weaknessBar}}</svg>
    {{#weaknessParts}}
    <h3>{{#fill}}<span class="swatch {{fill}}"></span>{{/fill}}{{heading}} <span class="count">{{count}}</span></h3>
    {{#hasRows}}
    <table class="stack fixed">
    <thead><tr><th scope="col" class="w-id">Weakness</th><th scope="col" class="w-by">{{deciding}}</th><th scope="col">Read in</th></tr></thead>
    <tbody>
    {{#rows}}
    <tr><th scope="row" class="whole">{{#link}}<a href="https://www.cve.org/CVERecord?id={{id}}">{{id}}</a>{{/link}}{{^link}}{{id}}{{/link}}{{#about}}<p class="small">{{title}}</p><p class="small quiet">{{effects}}; {{place}}</p>{{/about}}</th><td class="whole">{{#needs}}<p>{{#ways}}<code>{{text}}</code>{{^last()}}, {{/last()}}{{/ways}} <span class="quiet small">{{remark}}</span></p>{{/needs}}{{#note}}<p class="dangerous small">{{note}}</p>{{/note}}</td><td class="whole small quiet">{{#sources}}<p>{{text}}</p>{{/sources}}</td></tr>
    {{/rows}}
    </tbody>
    </table>
    {{/hasRows}}
    {{/weaknessParts}}
    </section>
    <section aria-labelledby="origins">
    <h2 id="origins">Where every entry comes from</h2>
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">{{#originBar}}<rect class="{{fill}}" x="{{x}}" y="0" width="{{width}}" height="4"/>{{/originBar}}</svg>
    <table>
    <thead><tr><th scope="col">Origin</th><th scope="col" class="number">Calls</th><th scope="col">Meaning</th></tr></thead>
    <tbody>
    {{#originCounts}}
    <tr><th scope="row"><span class="swatch {{fill}}"></span>{{origin}}</th><td class="number">{{count}}</td><td class="small">{{meaning}}</td></tr>
    {{/originCounts}}
    </tbody>
    </table>
    <h3>Every call that may run <span class="count">{{allowedCount}}</span></h3>
    <table class="stack fixed">
    <thead><tr><th scope="col" class="o-call">Call</th><th scope="col" class="o-risk">Risk</th><th scope="col" class="o-origin">Origin</th><th scope="col">Why</th><th scope="col" class="o-rule">Rule</th></tr></thead>
    <tbody>
    {{#entries}}
    <tr><th scope="row"><code>{{call}}</code>{{#where}}<p class="small quiet">{{where}}</p>{{/where}}</th><td class="{{risk}}">{{risk}}</td><td>{{origin}}</td><td class="whole small">{{why}}</td><td class="small quiet">{{rule}}</td></tr>
    {{/entries}}
    </tbody>
    </table>
    </section>
    <section aria-labelledby="runs">
    <h2 id="runs">What the runs show, and what they have not shown</h2>
    {{^hasRuns}}
    <p>Nothing is known of runs: there is no evidence.</p>
    {{/hasRuns}}
    {{#charts}}
    <figure>
    {{> chart}}
    <figcaption>{{caption}}</figcaption>
    </figure>
    {{/charts}}
    {{#hasRuns}}
    <ul class="plain">
    {{#sentences}}
    <li>{{text}}</li>
    {{/sentences}}
    </ul>
    <table class="stack">
    <thead><tr><th scope="col">Run</th><th scope="col">Recorded as</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Lines</th><th scope="col" class="number">Losses</th></tr></thead>
    <tbody>
    {{#runRows}}
    <tr><th scope="row">{{run}} <span class="run small quiet">{{runID}}</span></th><td>{{formats}}</td><td class="number">{{runCalls}}<span class="narrow"> calls</span></td><td class="number">{{runLines}}<span class="narrow"> lines</span></td><td class="number">{{runLosses}}<span class="narrow"> losses</span></td></tr>
    {{/runRows}}
    </tbody>
    </table>
    {{#moreRuns}}
    <p class="quiet">{{text}}</p>
    {{/moreRuns}}
    {{/hasRuns}}
    </section>
    <section aria-labelledby="cost">
    <h2 id="cost">Filter cost</h2>
    <p>{{costIntro}}</p>
    <table>
    <thead><tr><th scope="col">Measure</th><th scope="col">This profile</th><th scope="col">Baseline</th></tr></thead>
    <tbody>
    {{#costs}}
    <tr><th scope="row">{{measure}}</th><td>{{own}}</td><td>{{other}}</td></tr>
    {{/costs}}
    </tbody>
    </table>
    </section>
    <section aria-labelledby="ledger">
    <h2 id="ledger">Ledger: what the logs could not tell</h2>
    <p>{{ledgerIntro}}</p>
    {{#hasLedger}}
    <table class="stack">
    <thead><tr><th scope="col">Kind</th><th scope="col">What</th><th scope="col">First at</th></tr></thead>
    <tbody>
    {{#ledgerRows}}
    <tr><th scope="row"><b class="{{tone}}">{{weight}}</b> <code>{{kind}}</code></th><td class="whole">{{text}}</td><td class="whole small quiet">{{place}}</td></tr>
    {{/ledgerRows}}
    </tbody>
    </table>
    {{/hasLedger}}
    </section>
    <section aria-labelledby="about">
    <h2 id="about">About this report</h2>
    <dl class="facts">
    {{#facts}}
    <dt>{{fact}}</dt><dd>{{#isCode}}<code>{{text}}</code>{{/isCode}}{{^isCode}}{{text}}{{/isCode}}</dd>
    {{/facts}}
    </dl>
    <h3>Risk</h3>
    <p>How much of the kernel a call exposes; a first guide, for arguments often decide the real risk.</p>
    <dl class="facts">
    {{#risks}}
    <dt class="{{risk}}">{{risk}}</dt><dd>{{text}}</dd>
    {{/risks}}
    </dl>
    </section>
    </main>
    </div>
    <footer>
    <p>{{footer}}</p>
    </footer>
    </div>
    </body>
    </html>

    """

  /// Calls of one subsystem, by risk.
  static let group = """
    <div class="group">
    <h3>{{heading}} <span class="count">{{count}}</span></h3>
    <dl>
    {{#byRisk}}
    <div><dt class="{{risk}}">{{risk}}</dt><dd>{{#names}}<code>{{text}}</code> {{/names}}</dd></div>
    {{/byRisk}}
    </dl>
    </div>

    """

  /// How calls were discovered.
  static let chart = """
    <svg class="chart" viewBox="0 0 440 230" role="img" aria-label="{{chartTitle}}">
    {{#rows}}
    <line x1="40" y1="{{y}}" x2="430" y2="{{y}}"/><text x="34" y="{{textY}}" text-anchor="end">{{label}}</text>
    {{/rows}}
    {{#marks}}
    <text x="{{x}}" y="214" text-anchor="middle">{{label}}</text>
    {{/marks}}
    <line class="axis" x1="40" y1="196" x2="430" y2="196"/>
    <polyline points="{{points}}"/>
    {{#ahead}}
    <polyline class="ahead" points="{{points}}"/>
    {{/ahead}}
    </svg>

    """

  static let index = """
    {{% CONTENT_TYPE:\(PageText.name)}}{{> head}}
    <div class="page">
    <header>
    <p class="kicker">Seccomp profile reports</p>
    <h1>{{heading}}</h1>
    </header>
    <main>
    <table class="stack">
    <thead><tr><th scope="col">Profile</th><th scope="col">Outcome</th>{{#columns}}<th scope="col">{{text}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{#profiles}}
    <tr><th scope="row" class="whole"><a href="{{file}}">{{name}}</a><p class="small quiet">{{path}}</p></th><td class="whole"><b class="{{tone}}">{{outcome}}</b></td>{{#cells}}<td class="whole">{{value}} <span class="narrow">{{noun}}</span> <span class="small quiet">{{remark}}</span></td>{{/cells}}</tr>
    {{/profiles}}
    </tbody>
    </table>
    </main>
    <footer>
    <p>{{footer}}</p>
    </footer>
    </div>
    </body>
    </html>

    """
}
