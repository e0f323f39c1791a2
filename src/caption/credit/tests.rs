use super::*;

/// The caption before the credit, the credit line, and the chain as `persons; pool; agency; distributor`.
fn check(text: &str, caption: &str, line: &str, expected_chain: &str) {
    let Some(found) = closing(text) else { panic!("no credit in {text:?}") };
    assert_eq!(text[..found.sentence.start].trim_end(), caption, "caption of {text:?}");
    assert_eq!(&text[found.line.clone()], line, "line of {text:?}");
    assert_eq!(shown(&found.chain), expected_chain, "chain of {text:?}");
}

fn check_none(text: &str) {
    assert_eq!(closing(text), None, "{text:?}");
}

fn check_chain(line: &str, expected: &str) {
    assert_eq!(shown(&chain(line)), expected, "{line:?}");
}

fn shown(chain: &CreditChain) -> String {
    let CreditChain { persons, pool, agency, distributor } = chain;
    let or_none = |name: &Option<String>| name.clone().unwrap_or_default();
    format!("{}; {}; {}; {}", persons.join(", "), or_none(pool), or_none(agency), or_none(distributor))
}

#[test]
fn the_first_collections_credit_names_an_agency_and_nobody() {
    check(
        "A protester sits in the Senate Chamber. Image: Getty.",
        "A protester sits in the Senate Chamber.",
        "Getty",
        "; ; Getty Images; ",
    );
}

#[test]
fn newsroom_forms_are_understood() {
    check("A man waves. (AP Photo/Jane Doe)", "A man waves.", "AP Photo/Jane Doe", "Jane Doe; ; Associated Press; ");
    check(
        "A man waves. (AP Photo/Jane Doe, File).",
        "A man waves.",
        "AP Photo/Jane Doe, File",
        "Jane Doe; ; Associated Press; ",
    );
    check(
        "A man waves. (Photo by Win McNamee/Getty Images)",
        "A man waves.",
        "Win McNamee/Getty Images",
        "Win McNamee; ; Getty Images; ",
    );
    check(
        "Here. (Photo by Saul Loeb/AFP via Getty Images)",
        "Here.",
        "Saul Loeb/AFP via Getty Images",
        "Saul Loeb; ; Agence France-Presse; Getty Images",
    );
    check(
        "Troops march on Monday. REUTERS/Jim Young",
        "Troops march on Monday.",
        "REUTERS/Jim Young",
        "Jim Young; ; Reuters; ",
    );
    check(
        "The choir sings. Photo by Joe Photographer.",
        "The choir sings.",
        "Joe Photographer",
        "Joe Photographer; ; ; ",
    );
    check("Students read. (Photo/John Doe)", "Students read.", "John Doe", "John Doe; ; ; ");
    check("The actor arrives (Image: Daily Star)", "The actor arrives", "Daily Star", "; ; Daily Star; ");
    check(
        "Stars arrive in London. Mandatory Credit: Photo by Ann Other/Shutterstock (16512200n)",
        "Stars arrive in London.",
        "Ann Other/Shutterstock (16512200n)",
        "Ann Other; ; Shutterstock; ",
    );
    check(
        "The mayor opens the bridge | Jane Doe/Reuters",
        "The mayor opens the bridge",
        "Jane Doe/Reuters",
        "Jane Doe; ; Reuters; ",
    );
    check("Une femme passe. Crédit : AFP", "Une femme passe.", "AFP", "; ; Agence France-Presse; ");
    check(
        "The lake. Photograph courtesy of the Library of Congress.",
        "The lake.",
        "the Library of Congress",
        "; ; the Library of Congress; ",
    );
    check(
        "Two boys. Picture: Jean-Luc van der Berg/EPA",
        "Two boys.",
        "Jean-Luc van der Berg/EPA",
        "Jean-Luc van der Berg; ; European Pressphoto Agency; ",
    );
    check(
        "A door. Photo: J. Scott Applewhite / AP",
        "A door.",
        "J. Scott Applewhite / AP",
        "J. Scott Applewhite; ; Associated Press; ",
    );
    check(
        "Erin speaks. Photo: © Pool / Getty Images",
        "Erin speaks.",
        "© Pool / Getty Images",
        "; Pool; Getty Images; ",
    );
}

#[test]
fn a_feature_pictures_credit_is_marked() {
    let found = closing("Feature Image: Getty.").map(|found| (found.feature, found.sentence));
    assert_eq!(found, Some((true, 0..21)));
}

#[test]
fn the_words_before_a_credit_make_no_feature_picture_of_it() {
    let found = closing("Rep. Lou Correa, D-Calif., and other members take cover. Image: Getty.");
    assert_eq!(found.map(|found| (found.feature, found.sentence.start)), Some((false, 57)));
}

#[test]
fn prose_is_not_a_credit() {
    check_none("Rep. Madeleine Dean (D-Pa.)");
    check_none("He sat beside his brother (left).");
    check_none(
        "Read more: \"It is disorder, it is chaos\": Exactly what's happening in Washington D.C. right now, and why.",
    );
    check_none(
        "Watch: CCN's Van Jones calls on Republicans to ask themselves what we would be saying. Post continues below.",
    );
    check_none("The photo by far the best of the year was taken by a child.");
    check_none("We had an image: a house, a lake and a boat that nobody owned.");
    check_none("");
    check_none("Image:");
    check_none("| |");
}

#[test]
fn chains_name_persons_only_where_persons_are_named() {
    check_chain("Getty", "; ; Getty Images; ");
    check_chain("Retuers", "; ; Reuters; ");
    check_chain("PA Archive/Press Association Ima", "; ; PA Media; ");
    check_chain("Jane Doe/Pool/AFP", "Jane Doe; Pool; Agence France-Presse; ");
    check_chain("STR/AFP via Getty Images", "; Stringer; Agence France-Presse; Getty Images");
    check_chain("John Doe and Jane Roe/Reuters", "John Doe, Jane Roe; ; Reuters; ");
    check_chain("Invision for Netflix/AP", "; ; Invision; Associated Press");
    check_chain("Foo/Bar", "; ; ; ");
    check_chain("Jane Doe/The Daily Planet", "Jane Doe; ; The Daily Planet; ");
    check_chain("-", "; ; ; ");
    check_chain("", "; ; ; ");
}

/// Credits as newsrooms write them: the text, the credit line, and the chain as `persons; pool; agency; distributor`.
const FORMS: &str = include_str!("../../../tests/data/credits.csv");

#[test]
fn credits_of_many_newsrooms_are_understood() {
    let mut wrong = Vec::new();
    let rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(FORMS.as_bytes()).into_records();
    for row in rows {
        let row = row.unwrap();
        let [text, line, chain] = [&row[0], &row[1], &row[2]];
        let read =
            find(text).map(|found| (text[found.line.clone()].to_owned(), shown(&found.chain).trim_end().to_owned()));
        if read != Some((line.to_owned(), chain.to_owned())) {
            wrong.push(format!("{text}\n    expected {line} | {chain}\n    read     {read:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn sentences_that_only_look_like_credits_are_none() {
    for text in [
        "Scientists of the National Aeronautics and Space Administration (NASA) watch",
        "He visits the office of the Associated Press",
        "Fans wait for the team (left) and the coach (right)",
        "The photographer: a man who never sleeps",
        "A picture by the sea",
        "Workers at the Reuters building in Canary Wharf",
        "The match between Brazil and Germany (1-7)",
        "Angela Merkel (CDU)",
        "Members of the European Free Alliance (EFA).",
        "A sign reads: No Smoking",
        "He asks one question: Why",
        "Children draw a portrait of Jane Doe",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn the_text_without_its_credit_is_what_stands_around_it() {
    let check = |text: &str, expected: &str| assert_eq!(without(text, &find(text).unwrap()), expected);
    check("A man waves. (AP Photo/Jane Doe)", "A man waves.");
    check("(Photo by Jane Doe/Getty Images) A man waves.", "A man waves.");
    check(
        "A man waves. (Photo by Jane Doe/Getty Images) *** Local Caption *** John Smith",
        "A man waves. *** Local Caption *** John Smith",
    );
}

#[test]
fn an_archives_name_alone_is_a_credit_and_no_person() {
    let check = |text: &str, line: &str, chain: &str| {
        let found = find(text).unwrap_or_else(|| panic!("no credit in {text:?}"));
        assert_eq!((&text[found.line.clone()], shown(&found.chain).as_str()), (line, chain), "{text:?}");
    };
    check("Straßenbahn, um 1931. Stadtarchiv Köln", "Stadtarchiv Köln", "; ; Stadtarchiv Köln; ");
    check(
        "Tropas, 1937. Archivo Municipal de Valencia",
        "Archivo Municipal de Valencia",
        "; ; Archivo Municipal de Valencia; ",
    );
    assert_eq!(find("Tropas, 1937. Archivo Salgado"), None, "whose it is, is not said");
    let long = find("Women picket, 1917. Library of Congress, Prints Collection").unwrap();
    assert!(long.chain.persons.is_empty() && long.sentence.start == 20);
    assert_eq!(find("She reads. Library books lie around her."), None);
}

#[test]
fn whoever_is_named_after_a_copyright_mark_owns_it() {
    let line = |text: &str| find(text).map(|found| text[found.line].to_owned());
    assert_eq!(
        line("A street. © Lukas Vandamme, Art in Flanders").as_deref(),
        Some("© Lukas Vandamme, Art in Flanders")
    );
    assert_eq!(line("A boy. Photograph by Lewis W. Hine. Child Labor Collection.").as_deref(), Some("Lewis W. Hine"));
}

proptest::proptest! {
    #[test]
    fn a_credit_always_lies_inside_its_text(text in "[ -~“”éß中]{0,120}") {
        if let Some(found) = find(&text) {
            proptest::prop_assert!(text.get(found.sentence.clone()).is_some());
            proptest::prop_assert!(text.get(found.line.clone()).is_some());
            proptest::prop_assert!(found.sentence.start <= found.line.start && found.line.end <= found.sentence.end);
        }
    }
}
