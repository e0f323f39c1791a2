//! Whether a person named is shown. A caption names those it shows; the words around a name can say that somebody else,
//! something of the person, or another time is seen ("supporters of", "a mask of", "after … was").

use std::ops::Range;

use super::depicted::{is_artist, is_the_picture, issued_photo};
use super::{Found, PersonRule, RoleRule};
use crate::anatomy::ground::Ground;
use crate::anatomy::reading::Gap;
use crate::caption::PersonRole;
use crate::caption::lexicon::Class;

/// Words between a name and the word that says what it is in the sentence: "a portrait of slain civil rights leader …".
const CUE_REACH_WORDS: usize = 7;

/// Whether a person is shown, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) role: PersonRole,
    pub(crate) rule: RoleRule,
}

/// The role that a place of the text gives a person; `before` is the name before it and its role.
pub(crate) fn role(ground: &Ground<'_, '_>, found: &Found, before: Option<&(Range<usize>, Role)>) -> Role {
    let start = found.title.as_ref().map_or(found.words.start, |title| title.start);
    if ground.position_after(found.words.end).is_some() {
        return Role { role: PersonRole::Shown, rule: RoleRule::Positioned };
    }
    let reading = ground.reading;
    // "Boric is due to hand over power": what somebody is, is not seen.
    let end = found.words.end;
    let seen = ground.does_something(end)
        && (!matches!(reading.folded(end), "is" | "are" | "has" | "have") || reading.is(end + 1, Class::InPicture));
    if found.rule == PersonRule::Again && !seen {
        return Role { role: PersonRole::Mentioned, rule: RoleRule::Again };
    }
    if start >= 2
        && reading.gap(start - 1).has(Gap::COLON)
        && reading.is(start - 1, Class::Visible)
        && reading.folded(start - 2) == "not"
    {
        return Role { role: PersonRole::Mentioned, rule: RoleRule::OutOfPicture };
    }
    if is_artist(ground, found) {
        return Role { role: PersonRole::Mentioned, rule: RoleRule::By };
    }
    if let Some(rule) = after_name(ground, found) {
        return Role { role: PersonRole::Mentioned, rule };
    }
    if let Some((words, role)) = before
        && ground.follows_in_list(words, start)
        && role.role == PersonRole::Mentioned
        && !matches!(role.rule, RoleRule::Possession | RoleRule::Attribute | RoleRule::Part)
        && !(ground.reading.gap(start - 1).has(Gap::COMMA) && role.rule == RoleRule::Of)
    {
        let told = is_told_elsewhere(ground, found, start).is_some();
        if told || role.rule != RoleRule::Past && role.rule != RoleRule::Background {
            return Role { role: PersonRole::Mentioned, rule: RoleRule::AsBefore };
        }
    }
    if let Some(decided) = before_name(ground, found, start) {
        return decided;
    }
    match is_told_elsewhere(ground, found, start) {
        Some(rule) => Role { role: PersonRole::Mentioned, rule },
        None => Role { role: PersonRole::Shown, rule: RoleRule::Named },
    }
}

/// What stands right after a name: "'s lectern", "supporters", "(not pictured)".
fn after_name(ground: &Ground<'_, '_>, found: &Found) -> Option<RoleRule> {
    let reading = ground.reading;
    let (last, after) = (found.words.end - 1, found.words.end);
    let bare_possessive = reading.gap_text(last).starts_with(['\'', '’']) && reading.written(last).ends_with('s');
    if reading.word(last)?.possessive || bare_possessive {
        let body = (after..after + 3).any(|at| reading.is(at, Class::BodyPart));
        return (!body).then_some(RoleRule::Possession);
    }
    let gap = reading.gap(last);
    if gap.is_blank() && reading.is(after, Class::Follower) && found.rule != PersonRule::Couple {
        // "Joe Biden campaigns": after one person a plural is a verb.
        let acts = reading.is(after, Class::Verb) && !reading.is_capitalized(after);
        if !acts {
            return Some(RoleRule::Attribute);
        }
    }
    if gap.has(Gap::OPEN.or(Gap::COMMA)) {
        let seen = |at: usize| reading.is(at, Class::Visible) || reading.folded(at) == "in";
        let unseen = reading.is(after, Class::Unseen)
            || reading.folded(after) == "not" && seen(after + 1)
            || reading.folded(after) == "out" && reading.folded(after + 1) == "of"
            // "her client, Dale Purvis, who is not in court"
            || reading.folded(after) == "who"
                && reading.folded(after + 2) == "not"
                && seen(after + 3);
        if unseen {
            return Some(RoleRule::OutOfPicture);
        }
    }
    None
}

/// What the words before a name say, up to the word that governs it.
fn before_name(ground: &Ground<'_, '_>, found: &Found, start: usize) -> Option<Role> {
    let reading = ground.reading;
    let mut at = start;
    // "un retrato de su hermano, Ernesto Iglesias": the words before a relation lead to the name too.
    if let Some(relation) = related_before(ground, start) {
        at = relation;
    }
    // "against Russia's Daniil Medvedev": whose he is says nothing of him.
    if let Some(owner) = at
        .checked_sub(1)
        .filter(|owner| reading.word(*owner).is_some_and(|word| word.possessive) && reading.is_capitalized(*owner))
        && reading.sentence(owner) == reading.sentence(start)
    {
        at = owner;
    }
    for _ in 0..CUE_REACH_WORDS {
        let cue = reading.touching_before(at).filter(|cue| reading.sentence(*cue) == reading.sentence(start))?;
        if let Some(decided) = governed_by(ground, found, cue, at) {
            return decided;
        }
        at = cue;
    }
    None
}

/// "her husband, Martin Luther King Jr.,": the relation before a name and its comma.
fn related_before(ground: &Ground<'_, '_>, start: usize) -> Option<usize> {
    let reading = ground.reading;
    start.checked_sub(1).filter(|before| reading.gap(*before) == Gap::COMMA && reading.is(*before, Class::Relation))
}

const SHOWN: Option<Option<Role>> = Some(Some(Role { role: PersonRole::Shown, rule: RoleRule::Named }));
/// The words before the name say nothing.
const OPEN: Option<Option<Role>> = Some(None);

fn mentioned(rule: RoleRule) -> Option<Option<Role>> {
    Some(Some(Role { role: PersonRole::Mentioned, rule }))
}

/// What a word before a name says; nothing yet when it only describes the name.
fn governed_by(ground: &Ground<'_, '_>, found: &Found, cue: usize, after_cue: usize) -> Option<Option<Role>> {
    let reading = ground.reading;
    let before = reading.touching_before(cue);
    let is = |class| reading.is(cue, class);
    let follows = |class| before.is_some_and(|before| reading.is(before, class));
    let mentioned_if = |told: bool, rule| if told { mentioned(rule) } else { OPEN };
    if is(Class::OfLike) {
        return of(ground, before, found);
    }
    if is(Class::ByLike) {
        let titled = cue > 0 && reading.word(cue - 1).is_some_and(|before| before.quoted);
        let opens = before.is_none() && cue > 0 && reading.gap(cue - 1) == Gap::COMMA;
        return mentioned_if(titled || opens || follows(Class::MadeBy), RoleRule::By);
    }
    // "devuelve una bola al griego": in Spanish and French "a" is "to", and much else.
    if is(Class::ToLike) && follows(Class::ToSomebody) {
        return mentioned(RoleRule::About);
    }
    if is(Class::WithLike) && is_far(ground, found.words.end) {
        return mentioned(RoleRule::OutOfPicture);
    }
    // "competes against Kim Seo-yeon" shows both, "his match against Rafael Nadal" one.
    if is(Class::AgainstLike) && follows(Class::Contest) {
        return OPEN;
    }
    if reading.is_any(cue, &[Class::WithLike, Class::BetweenLike]) {
        return meeting(ground, cue, before);
    }
    if is(Class::Alongside) {
        return OPEN;
    }
    if is(Class::Subordinate) {
        // "runs after X": without a verb after the name it is a place.
        return mentioned_if(is(Class::Clause) || is_told_after(ground, found), RoleRule::OtherEvent);
    }
    match reading.folded(cue) {
        "late" => mentioned(RoleRule::Late),
        "to" => {
            let away = follows(Class::Job) || is_far(ground, found.words.end) || follows(Class::ToSomebody);
            mentioned_if(away, RoleRule::About)
        }
        "on" => mentioned_if(follows(Class::OnSomebody), RoleRule::About),
        "from" => mentioned_if(follows(Class::FromSomebody), RoleRule::About),
        "over" => mentioned_if(follows(Class::OverSomebody), RoleRule::OtherEvent),
        "as" => {
            let right_before = after_cue == found.title.as_ref().map_or(found.words.start, |title| title.start);
            let played = right_before
                && before.is_some_and(|before| reading.is_capitalized(before))
                && !ground.does_something(found.words.end)
                && found.title.is_none();
            mentioned_if(played || follows(Class::AsSomebody), RoleRule::Part)
        }
        _ => by_class(ground, cue, before),
    }
}

fn by_class(ground: &Ground<'_, '_>, cue: usize, before: Option<usize>) -> Option<Option<Role>> {
    let reading = ground.reading;
    let capital = reading.is_capitalized(cue) && !reading.begins_sentence(cue);
    if reading.folded(cue) == "showing" {
        let picture = before.is_some_and(|before| reading.is(before, Class::PictureNoun));
        return if picture { OPEN } else { mentioned(RoleRule::About) };
    }
    if reading.is(cue, Class::About) && !capital {
        return mentioned(RoleRule::About);
    }
    let infinitive = before.is_some_and(|before| reading.folded(before) == "to");
    if infinitive && reading.is(cue, Class::Aim) {
        return mentioned(RoleRule::OtherEvent);
    }
    let lower = !reading.is_capitalized(cue);
    let described = reading.is_any(cue, &[Class::Determiner, Class::Descriptor, Class::Demonym, Class::Job]);
    if lower && reading.is(cue, Class::Said) && !described && !reading.is(cue, Class::SaidOfShown) {
        let past = !matches!(reading.folded(cue), "says" | "announces");
        return if past { mentioned(RoleRule::Past) } else { OPEN };
    }
    if described
        || reading.is_capitalized(cue)
        || !reading.is_any(cue, &[Class::Verb, Class::Function]) && !reading.folded(cue).ends_with("ing")
    {
        return None;
    }
    OPEN
}

/// "of": the portrait that the picture is, a group that the person belongs to, or something of the person.
fn of(ground: &Ground<'_, '_>, before: Option<usize>, found: &Found) -> Option<Option<Role>> {
    let reading = ground.reading;
    let Some(head) = before else { return OPEN };
    if reading.is(head, Class::Company) {
        return SHOWN;
    }
    // "entourée de Jordan Bardella et de Louis Aliot": as the name before it.
    if reading.is(head, Class::Conjunction) && reading.folded(head) != "and" {
        return OPEN;
    }
    // "présidente de la Commission européenne X", "Port of Rotterdam chief executive X": the office or body has its own
    // name, and the person's comes after it.
    let of = head + 1;
    let named_apart = right_after(ground, of) != found.words.start
        && found.title.as_ref().is_none_or(|title| right_after(ground, of) != title.start);
    let office = ground.ends_title(head) || reading.is(head, Class::Job) && !reading.folded(head).ends_with('s');
    let body = reading.is_capitalized(head) && found.title.is_some();
    if named_apart && (office || body) {
        return OPEN;
    }
    if issued_photo(ground, of) {
        return Some(Some(Role { role: PersonRole::Shown, rule: RoleRule::Portrait }));
    }
    if reading.is_capitalized(head) && !reading.begins_sentence(head) && reading.folded(head) != "portrait" {
        // "Duchess of", "Bank of": part of a name.
        return mentioned(RoleRule::Of);
    }
    if reading.is(head, Class::Depiction) && !reading.is(head, Class::Likeness) && is_the_picture(ground, head, found) {
        return Some(Some(Role { role: PersonRole::Shown, rule: RoleRule::Portrait }));
    }
    // "a T-shirt with the face of": what stands on a thing is not there itself.
    let on_a_thing = (head.saturating_sub(5)..head).any(|at| reading.is(at, Class::Likeness));
    if reading.is(head, Class::Group) && !on_a_thing { SHOWN } else { mentioned(RoleRule::Of) }
}

/// The word after "of" and its article.
fn right_after(ground: &Ground<'_, '_>, of: usize) -> usize {
    of + 1 + usize::from(ground.reading.is(of + 1, Class::Article))
}

/// "speaks to Jane Doe on the phone": she is somewhere else.
fn is_far(ground: &Ground<'_, '_>, end: usize) -> bool {
    const REACH_WORDS: usize = 4;
    let reading = ground.reading;
    reading.gap(end - 1).is_blank()
        && reading.is(end, Class::Function)
        && (end + 1..end + REACH_WORDS).any(|at| reading.is(at, Class::Remote))
}

/// "with", "between": company, or a match or meeting that is not the picture's.
fn meeting(ground: &Ground<'_, '_>, cue: usize, before: Option<usize>) -> Option<Option<Role>> {
    let reading = ground.reading;
    let Some(noun) = before else { return OPEN };
    let meets = reading.is(noun, Class::Encounter);
    if !meets {
        return OPEN;
    }
    let another_time = (cue.saturating_sub(6)..cue)
        .any(|at| reading.sentence(at) == reading.sentence(cue) && reading.is(at, Class::AnotherTime));
    if another_time || matches!(reading.folded(cue), "between") { mentioned(RoleRule::OtherEvent) } else { OPEN }
}

/// Whether what stands after a name tells of another time: "said", "was", "had died".
fn is_told_after(ground: &Ground<'_, '_>, found: &Found) -> bool {
    let reading = ground.reading;
    let last = found.words.end - 1;
    let mut at = found.words.end;
    // "her husband, Martin Luther King Jr., was killed there"
    let is_apposition = reading.gap(last).has(Gap::COMMA) && related_before(ground, found.words.start).is_some();
    if reading.gap(last) == Gap::COMMA && reading.folded(at) == "who" {
        at += 1;
    } else if !(reading.gap(last).is_blank() || is_apposition) {
        return false;
    }
    let lower = !reading.is_capitalized(at);
    let ed = reading.folded(at).len() > 4 && reading.folded(at).ends_with("ed") && !reading.is(at, Class::SeenSo);
    let seen = reading.is(at + 1, Class::Visible);
    lower
        && (reading.is(at, Class::Said) && !is_preposition(ground, at) && !reading.is(at, Class::SaidNow) || ed)
        && !seen
}

/// "à la sortie", "a su llegada", "a veteran": the letter that is the French "has" only before a participle.
fn is_preposition(ground: &Ground<'_, '_>, at: usize) -> bool {
    let reading = ground.reading;
    let next = reading.folded(at + 1);
    reading.folded(at) == "a"
        && (reading.written(at) != "a"
            || !(next.ends_with('e') || next.ends_with('u') || next.ends_with('i') || next.ends_with('s'))
            || reading.is_any(at + 1, &[Class::Function, Class::Determiner, Class::Job, Class::Descriptor])
            || reading.is_capitalized(at + 1))
}

/// Whether a name stands in a sentence, or a part of one, that does not describe the picture.
fn is_told_elsewhere(ground: &Ground<'_, '_>, found: &Found, start: usize) -> Option<RoleRule> {
    let reading = ground.reading;
    let sentence = ground.sentence_near(start);
    let opens = start == sentence.start;
    if ground.described_sentence() >= reading.sentence(start) {
        let subject = opens || reading.touching_before(start).is_none();
        return (!subject && is_told_after(ground, found)).then_some(RoleRule::Past);
    }
    if is_told_after(ground, found) {
        return Some(RoleRule::Background);
    }
    let (name, end) = (found.words.end, sentence.end.min(found.words.end + 12));
    let lower = |at: usize| !reading.is_capitalized(at);
    let is_past = |at: usize| {
        let word = reading.folded(at);
        lower(at)
            && (reading.is(at, Class::Said) && word != "left" && !is_preposition(ground, at)
                || word.len() > 4 && word.ends_with("ed"))
    };
    let pictured = (sentence.start..sentence.end.min(name + 6)).any(|at| reading.is(at, Class::InPicture));
    let acts = !(sentence.start..name).any(is_past)
        && (name..end).take_while(|at| !is_past(*at)).any(|at| lower(at) && ground.does_something(at));
    // "Josette, 82 ans, …": whose age is told is whom the picture shows, unless what follows tells of the past.
    let aged = opens && ground.age_after(found.words.end).is_some();
    if pictured || acts || aged {
        return None;
    }
    let tells = sentence.clone().any(|at| is_past(at) || lower(at) && reading.is(at, Class::Verb));
    tells.then_some(RoleRule::Background)
}
