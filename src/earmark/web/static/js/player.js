// The player: a bar at the foot of the window, whose audio goes on while lists change above it.
import { always, keep, kept, thisVisit } from "./kept.js";
import { linkPressed, whereTo } from "./links.js";
import { clock, positionOf, startOf, troubleOf, withPosition } from "./times.js";
import { announce, say } from "./words.js";

const SAVED_EVERY = 5; // seconds of playing
const bar = document.getElementById("player-bar");
const part = (name) => bar.querySelector(`[data-part="${name}"]`);
const audio = bar?.querySelector("audio");
const called = new WeakMap(); // what the links are called that play an episode

let episode = null;
let startAt = 0;
let savedAt = 0;
let begun = false;

export function startPlayer() {
  if (!bar) return;
  document.addEventListener("click", onPlayLink);
  window.addEventListener("hashchange", () => playFragment());
  window.addEventListener("pagehide", save);
  listen();
  useNative();
  if (!playFragment()) offerLast();
}

/** Play or pause what is in the bar, else an episode that the page offers. */
export function toggle(offered) {
  if (!episode) return offered && load(episodeOf(offered), null, true);
  return audio.paused ? play() : audio.pause();
}

/** Show which of the page's links belong to the episode in the bar: what played it pauses it. */
export function markLinks() {
  for (const link of document.querySelectorAll("[data-play]")) {
    const playing = link.dataset.play === episode?.id && !audio.paused;
    if (playing !== link.hasAttribute("data-playing")) mark(link, playing);
  }
}

function mark(link, playing) {
  const label = link.querySelector("span");
  if (playing) called.set(link, [label?.textContent, link.getAttribute("aria-label")]);
  const [text, name] = called.get(link);
  link.toggleAttribute("data-playing", playing);
  link.querySelector("use")?.setAttribute("href", playing ? "#i-pause" : "#i-play");
  link.setAttribute("aria-label", playing ? say("pause-episode", { title: link.dataset.title }) : name);
  if (label) label.textContent = playing ? say("pause") : text;
}

function onPlayLink(event) {
  const link = linkPressed(event);
  const moment = link && !link.dataset.play ? momentOf(link) : null;
  if (!link || !(link.dataset.play || moment)) return;
  event.preventDefault();
  if (moment) playFrom(...moment);
  else if (link.dataset.play === episode?.id) toggle();
  else load(episodeOf(link), null, true);
}

/** What plays a link to a moment (`/episodes/7#t=754`) on this page, and its second; null where
 *  nothing here does. */
function momentOf(link) {
  const url = whereTo(link);
  const at = startOf(url.hash);
  if (at === null) return null;
  const source = (link.closest("[data-episode]") ?? document).querySelector("[data-play]");
  return source && whereTo(source).pathname === url.pathname ? [source, at] : null;
}

function playFrom(source, at) {
  if (source.dataset.play === episode?.id && audio.readyState) {
    audio.currentTime = at;
    play();
  } else load(episodeOf(source), at, true);
}

function episodeOf(link) {
  const { play: id, src, type = "", title, titleLang, show, showLang, showHref, link: site } = link.dataset;
  const page = link.href.split("#")[0];
  const shown = (link.closest("[data-episode]") ?? document).querySelector(".art-frame img");
  const artwork = shown ? [{ src: shown.src.replace(/\d+\.webp.*/, "600.webp") }] : [];
  return { id, src, type, title, titleLang, show, showLang, showHref, site, page, artwork };
}

/** The page's own player gives way to the bar, which stays when the page changes. */
function useNative() {
  const link = document.querySelector("#player [data-play]");
  const native = document.querySelector("#player audio");
  if (link && native) native.remove();
}

/** On an episode's page, `#t=754` plays from there; whether it did. */
function playFragment() {
  const source = document.querySelector("#player [data-play]");
  const at = startOf(window.location.hash);
  if (source && at !== null) playFrom(source, at);
  return source !== null && at !== null;
}

/** What was in the bar on the page before waits in it on this one. */
function offerLast() {
  const last = kept(thisVisit, "playing", null);
  if (last) load(last, null, false);
}

function load(wanted, at, begin) {
  save();
  episode = wanted;
  startAt = at ?? positionOf(kept(always, "positions", []), wanted.id);
  savedAt = startAt;
  audio.src = wanted.src;
  part("speed").value = String(kept(always, "speed", 1));
  audio.defaultPlaybackRate = audio.playbackRate = Number(part("speed").value) || 1;
  keep(thisVisit, "playing", wanted);
  describe();
  if (begin) play();
}

function play() {
  if (audio.error) startAgain();
  // Without a press of the person's, browsers refuse; then the bar waits for one. Audio that
  // can't be played says so by the element's own event.
  audio.play().catch(() => {});
}

/** After a fault, from where it happened. */
function startAgain() {
  if (audio.readyState) startAt = audio.currentTime;
  part("trouble").hidden = true;
  audio.load();
}

function describe() {
  fill(part("title"), episode.title, episode.titleLang, episode.page);
  fill(part("show"), episode.show, episode.showLang, episode.showHref);
  part("trouble").hidden = true;
  bar.hidden = false;
  document.documentElement.toggleAttribute("data-player", true);
  showTime();
  showState();
  if (!("mediaSession" in navigator)) return;
  const { title, show: artist, artwork } = episode;
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist, artwork });
}

function fill(link, text, language, href) {
  link.textContent = text;
  if (language) link.lang = language;
  else link.removeAttribute("lang");
  if (href && text) link.href = href;
  else link.removeAttribute("href");
}

function showState() {
  const name = audio.paused ? "play" : "pause";
  const title = episode.title;
  bar.toggleAttribute("data-playing", !audio.paused);
  part("toggle").setAttribute("aria-label", say(`${name}-episode`, { title }));
  part("toggle").title = say(name);
  part("close").setAttribute("aria-label", say("close-episode", { title }));
  markLinks();
}

function showTime() {
  const at = audio.readyState ? audio.currentTime : startAt;
  const length = Number.isFinite(audio.duration) ? audio.duration : 0;
  const slider = part("position");
  const values = { at: clock(at), length: clock(audio.duration) || "–" };
  slider.max = String(Math.ceil(length));
  slider.value = String(Math.floor(at));
  slider.disabled = !length;
  slider.setAttribute("aria-valuetext", say("position", values));
  part("time").textContent = `${values.at} / ${values.length}`;
}

function seek(by) {
  if (!audio.readyState) return;
  const last = Number.isFinite(audio.duration) ? audio.duration : Infinity;
  audio.currentTime = Math.min(Math.max(audio.currentTime + by, 0), last);
}

function save() {
  if (!episode || !audio.readyState) return;
  savedAt = audio.currentTime;
  const positions = kept(always, "positions", []);
  keep(always, "positions", withPosition(positions, episode.id, savedAt, audio.duration));
}

function close() {
  save();
  audio.pause();
  audio.removeAttribute("src");
  audio.load();
  const link = document.querySelector(`[data-play="${CSS.escape(episode.id)}"]`);
  episode = null;
  keep(thisVisit, "playing", null);
  bar.hidden = true;
  document.documentElement.toggleAttribute("data-player", false);
  markLinks();
  (link ?? document.getElementById("main"))?.focus();
}

function showTrouble() {
  if (!episode || !audio.hasAttribute("src")) return;
  audio.pause();
  const takesType = !episode.type || audio.canPlayType(episode.type) !== "";
  const facts = { src: episode.src, securePage: window.location.protocol === "https:", takesType };
  const trouble = part("trouble");
  const link = part("publisher");
  trouble.hidden = false;
  part("trouble-text").textContent = say(troubleOf(audio.error?.code, facts));
  link.href = episode.site || episode.src;
  link.setAttribute("aria-label", say("publisher-episode", { title: episode.title }));
  showState();
}

function onPlay() {
  begun = true;
  showState();
}

/** Said once, not after each pause of the network. */
function onPlaying() {
  part("trouble").hidden = true;
  if (begun) announce(say("now-playing", { title: episode.title }));
  begun = false;
}

function onTime() {
  showTime();
  if (Math.abs(audio.currentTime - savedAt) >= SAVED_EVERY) save();
}

function onMetadata() {
  if (startAt) audio.currentTime = Math.min(startAt, audio.duration || startAt);
  showTime();
}

function listen() {
  const press = (name, action) => part(name).addEventListener("click", action);
  press("toggle", () => toggle());
  press("back", () => seek(-10));
  press("forward", () => seek(30));
  press("close", close);
  part("position").addEventListener("input", (event) => {
    audio.currentTime = Number(event.target.value);
  });
  part("speed").addEventListener("change", (event) => {
    audio.defaultPlaybackRate = audio.playbackRate = Number(event.target.value);
    keep(always, "speed", audio.playbackRate);
  });
  const heard = {
    loadedmetadata: onMetadata,
    timeupdate: onTime,
    durationchange: showTime,
    play: onPlay,
    playing: onPlaying,
    pause: () => [save(), episode && showState()],
    ended: () => [save(), showState()],
    error: showTrouble,
  };
  for (const [name, action] of Object.entries(heard)) audio.addEventListener(name, action);
  listenToKeys();
}

/** The keys of headsets, keyboards and lock screens (W3C Media Session). */
function listenToKeys() {
  if (!("mediaSession" in navigator)) return;
  const actions = {
    play,
    pause: () => audio.pause(),
    stop: close,
    seekbackward: ({ seekOffset }) => seek(-(seekOffset || 10)),
    seekforward: ({ seekOffset }) => seek(seekOffset || 30),
    seekto: ({ seekTime }) => seek(seekTime - audio.currentTime),
  };
  for (const [name, action] of Object.entries(actions)) {
    try {
      navigator.mediaSession.setActionHandler(name, action);
    } catch {
      // This browser has no such key.
    }
  }
}
