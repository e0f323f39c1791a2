use super::*;
use crate::anatomy::read;
use crate::place::gazetteer::Gazetteer;

/// Captions with the persons shown and those only mentioned.
const CAPTIONS: &str = include_str!("../../../tests/data/persons.csv");

#[test]
fn captions_show_and_mention_whom_they_name() {
    let gazetteer = Gazetteer::built_in();
    let mut wrong = Vec::new();
    let rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(CAPTIONS.as_bytes()).into_records();
    for row in rows {
        let row = row.unwrap();
        let [text, shown, mentioned] = [&row[0], &row[1], &row[2]];
        let persons = read(text, &gazetteer).persons;
        let named = |role| {
            let names = persons.iter().filter(|person| person.role == role).map(|person| person.name.as_str());
            names.collect::<Vec<_>>().join("; ")
        };
        let read = (named(PersonRole::Shown), named(PersonRole::Mentioned));
        if (read.0.as_str(), read.1.as_str()) != (shown, mentioned) {
            wrong.push(format!("{text}\n    expected {shown} | {mentioned}\n    read     {} | {}", read.0, read.1));
        }
    }
    assert!(wrong.is_empty(), "{} captions:\n{}", wrong.len(), wrong.join("\n"));
}

/// Each person as `role: title / name / party-state`.
fn check(text: &str, expected: &[&str]) {
    let shown = read(text, &Gazetteer::built_in()).persons.into_iter().map(|person| {
        let Person { name, role, title, party, state, span } = person;
        assert_eq!(span.and_then(|span| text.get(span)), Some(name.as_str()), "{text}");
        let affiliation = party.zip(state).map_or(String::new(), |(party, state)| format!(" / {party}-{state}"));
        format!("{}: {} / {name}{affiliation}", role.name(), title.unwrap_or_default())
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn persons_are_named_after_their_titles() {
    check("Rep. Madeleine Dean, D-Pa., and other members take cover", &["shown: Rep. / Madeleine Dean / D-Pa."]);
    check("Sen. Mitch McConnell (R-Ky.) speaks", &["shown: Sen. / Mitch McConnell / R-Ky."]);
    check("Rep. Alexandria Ocasio-Cortez (D-N.Y.) waits", &["shown: Rep. / Alexandria Ocasio-Cortez / D-N.Y."]);
    check(
        "Rep. Jason Crow comforts Rep. Susan Wild while taking cover",
        &["shown: Rep. / Jason Crow", "shown: Rep. / Susan Wild"],
    );
    check("Prime Minister Ursula von der Leyen Jr. arrives", &["shown: Prime Minister / Ursula von der Leyen Jr."]);
    check("President John F. Kennedy waves.", &["shown: President / John F. Kennedy"]);
    check("Former President Barack Obama. He left.", &["shown: Former President / Barack Obama"]);
    check("Capt. Tim O'Brien salutes", &["shown: Capt. / Tim O'Brien"]);
    check("Dr. Ngô Đình Diệm, 54, reads", &["shown: Dr. / Ngô Đình Diệm"]);
    check("Sen. Tim Scott, R-S.C., speaks", &["shown: Sen. / Tim Scott / R-S.C."]);
    check("French President Emmanuel Macron waves", &["shown: French President / Emmanuel Macron"]);
}

#[test]
fn an_honorific_of_the_other_sex_is_another_person() {
    check(
        "Joseph DeMartino and Mrs. DeMartino stand outside their home.",
        &["shown:  / Joseph DeMartino", "shown: Mrs. / DeMartino"],
    );
    check(
        "Mrs. DeMartino, Joseph DeMartino and Ann Smith pose.",
        &["shown: Mrs. / DeMartino", "shown:  / Joseph DeMartino", "shown:  / Ann Smith"],
    );
    check("Donald Trump waves. Mrs. Trump looks on.", &["shown:  / Donald Trump", "shown: Mrs. / Trump"]);
    check("Mary Clark laughs. Mrs. Clark waves.", &["shown: Mrs. / Mary Clark"]);
    check("Mr. Clark waves. Joseph Clark laughs.", &["shown: Mr. / Joseph Clark"]);
}

#[test]
fn those_others_act_for_are_only_mentioned() {
    check("Supporters of US President Donald Trump protest", &["mentioned: US President / Donald Trump"]);
    check("A protester supporting US President Donald Trump jumps", &["mentioned: US President / Donald Trump"]);
    check(
        "the lectern of US Speaker of the House Nancy Pelosi through",
        &["mentioned: US Speaker of the House / Nancy Pelosi"],
    );
    check("Speaker Nancy Pelosi's lectern", &["mentioned: Speaker / Nancy Pelosi"]);
    check(
        "supporters of President Donald Trump cheer as President Donald Trump speaks",
        &["shown: President / Donald Trump"],
    );
}

#[test]
fn a_title_without_a_name_is_nobody() {
    check("the President of the United States", &[]);
    check("A Trump flag; pro-Trump protesters; Trump supporters", &[]);
    check("Members of congress run for cover", &[]);
    check("a general store in general", &[]);
    check("Mud bath, Prince George's County, Maryland", &[]);
    check("Queen 12", &[]);
}

#[test]
fn the_same_person_under_a_short_name_is_one() {
    let text = "Nancy Pelosi waves. Pelosi speaks beside Rep. Clyburn as Jim Clyburn reads.";
    let anatomy = read(text, &Gazetteer::built_in());
    let names: Vec<_> = anatomy.persons.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Nancy Pelosi", "Jim Clyburn"]);
    let mentions: Vec<_> =
        anatomy.person_mentions.iter().map(|mention| (&text[mention.range.clone()], mention.person)).collect();
    assert_eq!(mentions, [("Nancy Pelosi", 0), ("Pelosi", 0), ("Clyburn", 1), ("Jim Clyburn", 1)]);
}

#[test]
fn organizations_are_kept_apart() {
    let check = |text: &str, expected: &[&str]| {
        let found: Vec<_> =
            read(text, &Gazetteer::built_in()).organizations.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "Students of the University of Michigan and Stanford University",
        &["University of Michigan", "Stanford University"],
    );
    check("A Louisville Police Department officer guards the NATO summit", &["Louisville Police Department", "NATO"]);
    check("Members of the Republican Party and the Proud Boys", &["Republican Party", "Proud Boys"]);
    check("A player of the Boston Celtics", &["Boston Celtics"]);
    check("The Department of Justice sues Google", &["Department of Justice", "Google"]);
    check("A woman on a bench", &[]);
}
