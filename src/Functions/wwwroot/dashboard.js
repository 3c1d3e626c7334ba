// How it goes. Counts say when they were made, and of how much.

import { get, query } from "./api.js";
import { days, histogram, rate } from "./charts.js";
import { ago, el, exactPercent, pairs, time } from "./dom.js";
import { buckets } from "./queue.js";
import { session } from "./session.js";

const card = (title, ...children) => el("section", { class: "card" }, el("h2", null, title), children);

export async function dashboardView(root, { search, isCurrent }) {
  root.append(el("h1", null, "Dashboard"), el("p", { class: "muted" }, "Counting …"));
  const answer = await get(`/api/review/dashboard${query({ container: search.container ?? session.containers[0] })}`);
  if (!isCurrent()) return;
  const { counts, waiting, champion, challenger, shadow, refits } = answer;
  const sample = counts.read < counts.states ? `, from a sample of ${counts.read.toLocaleString("en")} of ${counts.states.toLocaleString("en")} states` : `, from all ${counts.states.toLocaleString("en")} states`;
  root.replaceChildren(el("div", { class: "head" }, el("h1", null, "Dashboard"), el("p", { class: "muted" }, `Counted ${ago(counts.at)} ago in ${counts.seconds.toFixed(1)} s${sample}.`)),
    el("div", { class: "board" },
      card("Queue", el("ul", { class: "tiles" }, waiting.buckets.map(one => el("li", null, el("a", { href: `#/queue${query({ bucket: one.bucket })}` }, el("b", null, one.count.toLocaleString("en")), el("span", null, buckets[one.bucket]), el("small", null, one.oldest ? `oldest ${ago(one.oldest)}` : "empty"))))), el("p", { class: "muted" }, `Counted ${ago(waiting.at)} ago.`)),
      card("Blind audit, last 12 months", counts.audit ? [pairs([["False positives", rate(counts.audit.falsePositives)], ["False negatives", rate(counts.audit.falseNegatives)], ["Prevalence", rate(counts.audit.prevalence)]]),
        el("p", { class: "muted" }, `Each content weighs by how likely it was drawn; "uncertain" counts as no finding.${counts.audit.undecided ? ` ${counts.audit.undecided} could not be told.` : ""}`)] : el("p", { class: "muted" }, "No blind decision yet.")),
      card("Scans by verdict", counts.days.length ? days(counts.days) : el("p", { class: "muted" }, "No scan in the last 30 days.")),
      card("Scores by model (logit)", counts.models.length ? counts.models.map(histogram) : el("p", { class: "muted" }, "No scores.")),
      card("Champion and challenger", pairs([
        ["Champion", champion ? model(champion) : "none"], ["Challenger", challenger ? model(challenger) : "none"],
        ["Agreement", shadow?.scans ? `${exactPercent(shadow.agreements / shadow.scans)} of ${shadow.scans.toLocaleString("en")} scans; mean difference of logits ${shadow.meanDifference.toFixed(2)}` : challenger && challenger.version !== champion?.version ? "not measured yet" : "nothing to compare"],
      ])),
      card("Last refits", refits.length ? refits.map(refit => el("details", { class: "refit" }, el("summary", null, el("span", { class: `badge ${refit.passed ? "is-none" : "is-generated"}` }, refit.passed ? "passed" : `${refit.gates.filter(gate => !gate.passed).length} failed`), ` ${refit.version} against ${refit.champion}, `, time(refit.madeAt)),
        el("ul", { class: "gates" }, refit.gates.map(gate => el("li", null, el("span", { class: `badge ${gate.passed ? "is-none" : "is-generated"}` }, gate.passed ? "passed" : "failed"), el("b", null, ` ${gate.gate} `), gate.sentence))))) : el("p", { class: "muted" }, "No refit has left a report yet."))));
}

const model = alias => el("div", null, el("b", null, alias.version), el("div", { class: "muted" }, "since ", time(alias.since), ` by ${alias.who}: ${alias.why}`));
