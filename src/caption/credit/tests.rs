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
const FORMS: &[(&str, &str, &str)] = &[
    // Getty Images, Agence France-Presse.
    (
        "A man waves. (Photo by Jane Doe/AFP via Getty Images)",
        "Jane Doe/AFP via Getty Images",
        "Jane Doe; ; Agence France-Presse; Getty Images",
    ),
    ("A man waves. (Photo by Jane Doe / AFP)", "Jane Doe / AFP", "Jane Doe; ; Agence France-Presse; "),
    (
        "A man waves. (Photo by JANE DOE/AFP via Getty Images)",
        "JANE DOE/AFP via Getty Images",
        "JANE DOE; ; Agence France-Presse; Getty Images",
    ),
    (
        "A man waves. (Photo credit should read JANE DOE/AFP via Getty Images)",
        "JANE DOE/AFP via Getty Images",
        "JANE DOE; ; Agence France-Presse; Getty Images",
    ),
    (
        "A man waves. (Photo by Jane Doe/SOPA Images/LightRocket via Getty Images)",
        "Jane Doe/SOPA Images/LightRocket via Getty Images",
        "Jane Doe; ; SOPA Images; Getty Images",
    ),
    ("A man waves. (Photo by Jane Doe/NurPhoto)", "Jane Doe/NurPhoto", "Jane Doe; ; NurPhoto; "),
    (
        "A man waves. (Photo by Jane Doe-Pool/Getty Images)",
        "Jane Doe-Pool/Getty Images",
        "Jane Doe; Pool; Getty Images; ",
    ),
    (
        "A man waves. (Photo by Jane Doe - Pool/Getty Images)",
        "Jane Doe - Pool/Getty Images",
        "Jane Doe; Pool; Getty Images; ",
    ),
    ("A man waves. (Photo by Handout/Getty Images)", "Handout/Getty Images", "; Handout; Getty Images; "),
    (
        "A man waves. (Photo by Getty Images/Getty Images for Netflix)",
        "Getty Images/Getty Images for Netflix",
        "; ; Getty Images; ",
    ),
    (
        "A man waves. (Photo by Jane Doe/Getty Images for Tiffany & Co.)",
        "Jane Doe/Getty Images for Tiffany & Co.",
        "Jane Doe; ; Getty Images; ",
    ),
    (
        "A man waves. (Photo by Jane Doe/Corbis via Getty Images)",
        "Jane Doe/Corbis via Getty Images",
        "Jane Doe; ; Corbis; Getty Images",
    ),
    (
        "A man waves. (Photo by: Jane Doe/Universal Images Group via Getty Images)",
        "Jane Doe/Universal Images Group via Getty Images",
        "Jane Doe; ; Universal Images Group; Getty Images",
    ),
    (
        "A man waves. (Photo by Bettmann Archive/Getty Images)",
        "Bettmann Archive/Getty Images",
        "; ; Bettmann; Getty Images",
    ),
    ("A man waves. AFP PHOTO / JANE DOE", "AFP PHOTO / JANE DOE", "JANE DOE; ; Agence France-Presse; "),
    ("A man waves. Getty Images", "Getty Images", "; ; Getty Images; "),
    ("A man waves. Jane Doe/Getty Images", "Jane Doe/Getty Images", "Jane Doe; ; Getty Images; "),
    (
        "A man waves. (Photo by Jane Doe/Getty Images) *** Local Caption *** John Smith",
        "Jane Doe/Getty Images",
        "Jane Doe; ; Getty Images; ",
    ),
    ("(Photo by Jane Doe/Getty Images) A man waves.", "Jane Doe/Getty Images", "Jane Doe; ; Getty Images; "),
    // The Associated Press.
    ("A man waves. (AP Photo/Jane Doe)", "AP Photo/Jane Doe", "Jane Doe; ; Associated Press; "),
    ("A man waves. (AP Photo/J. Scott Doe)", "AP Photo/J. Scott Doe", "J. Scott Doe; ; Associated Press; "),
    ("A man waves. (AP Photo/Jane Doe, Pool)", "AP Photo/Jane Doe, Pool", "Jane Doe; Pool; Associated Press; "),
    ("A man waves. (AP Photo/Jane Doe, File)", "AP Photo/Jane Doe, File", "Jane Doe; ; Associated Press; "),
    ("A man waves. (AP Photo/File)", "AP Photo/File", "; ; Associated Press; "),
    ("A man waves. (Jane Doe/Pool Photo via AP)", "Jane Doe/Pool Photo via AP", "Jane Doe; Pool; Associated Press; "),
    (
        "A man waves. (Jane Doe/The New York Times via AP, Pool)",
        "Jane Doe/The New York Times via AP, Pool",
        "Jane Doe; Pool; The New York Times; Associated Press",
    ),
    ("A man waves. (Pool via AP)", "Pool via AP", "; Pool; Associated Press; "),
    ("A man waves. (House Television via AP)", "House Television via AP", "; ; House Television; Associated Press"),
    ("A man waves. (Photo by Jane Doe/Invision/AP)", "Jane Doe/Invision/AP", "Jane Doe; ; Invision; Associated Press"),
    ("A man waves. (Jane Doe/Kyodo News via AP)", "Jane Doe/Kyodo News via AP", "Jane Doe; ; Kyodo; Associated Press"),
    ("A man waves. Photo: Jane Doe/AP", "Jane Doe/AP", "Jane Doe; ; Associated Press; "),
    ("A man waves. Jane Doe / Associated Press", "Jane Doe / Associated Press", "Jane Doe; ; Associated Press; "),
    ("A man waves. (Associated Press)", "Associated Press", "; ; Associated Press; "),
    ("A man waves. (AP)", "AP", "; ; Associated Press; "),
    // Reuters.
    ("A man waves. REUTERS/Jane Doe", "REUTERS/Jane Doe", "Jane Doe; ; Reuters; "),
    ("A man waves. REUTERS/Jane Doe/File Photo", "REUTERS/Jane Doe/File Photo", "Jane Doe; ; Reuters; "),
    ("A man waves. REUTERS/Jane Doe/Pool", "REUTERS/Jane Doe/Pool", "Jane Doe; Pool; Reuters; "),
    ("A man waves. REUTERS/Jane Doe TPX IMAGES OF THE DAY", "REUTERS/Jane Doe", "Jane Doe; ; Reuters; "),
    ("A man waves. Jane Doe/Handout via REUTERS", "Jane Doe/Handout via REUTERS", "Jane Doe; Handout; Reuters; "),
    (
        "A man waves. Handout via REUTERS ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD PARTY",
        "Handout via REUTERS",
        "; Handout; Reuters; ",
    ),
    (
        "A man waves. Mandatory Credit: Jane Doe-USA TODAY Sports",
        "Jane Doe-USA TODAY Sports",
        "Jane Doe; ; USA TODAY Sports; ",
    ),
    (
        "A man waves. Mandatory Credit: Jane Doe-USA TODAY Sports via Reuters",
        "Jane Doe-USA TODAY Sports via Reuters",
        "Jane Doe; ; USA TODAY Sports; Reuters",
    ),
    ("A man waves. Photograph: Retuers", "Retuers", "; ; Reuters; "),
    // The press of Britain, Ireland and Australia.
    ("A man waves. Photograph: Jane Doe/The Guardian", "Jane Doe/The Guardian", "Jane Doe; ; The Guardian; "),
    ("A man waves. Photograph: Jane Doe/PA", "Jane Doe/PA", "Jane Doe; ; PA Media; "),
    ("A man waves. Photograph: Alamy", "Alamy", "; ; Alamy; "),
    ("A man waves. Photograph: Jane Doe", "Jane Doe", "Jane Doe; ; ; "),
    ("A man waves. Picture: Jane Doe/AAP", "Jane Doe/AAP", "Jane Doe; ; AAP; "),
    ("A man waves (Image: Jane Doe/Daily Star)", "Jane Doe/Daily Star", "Jane Doe; ; Daily Star; "),
    ("A man waves (Image: Getty Images)", "Getty Images", "; ; Getty Images; "),
    ("A man waves. (Jane Doe/PA Wire)", "Jane Doe/PA Wire", "Jane Doe; ; PA Media; "),
    ("A man waves. CREDIT: GETTY IMAGES", "GETTY IMAGES", "; ; Getty Images; "),
    ("A man waves. Credit: Jane Doe/Alamy Stock Photo", "Jane Doe/Alamy Stock Photo", "Jane Doe; ; Alamy; "),
    (
        "A man waves. Mandatory Credit: Photo by Jane Doe/Shutterstock (16512200n)",
        "Jane Doe/Shutterstock (16512200n)",
        "Jane Doe; ; Shutterstock; ",
    ),
    ("A man waves. Pic: Jane Doe", "Jane Doe", "Jane Doe; ; ; "),
    // Other agencies.
    ("A man waves. EPA-EFE/JANE DOE", "EPA-EFE/JANE DOE", "JANE DOE; ; European Pressphoto Agency; "),
    ("A man waves. EPA/Jane Doe", "EPA/Jane Doe", "Jane Doe; ; European Pressphoto Agency; "),
    ("A man waves. (KEYSTONE/Jane Doe)", "KEYSTONE/Jane Doe", "Jane Doe; ; Keystone; "),
    ("A man waves. (Xinhua/Li Ming)", "Xinhua/Li Ming", "Li Ming; ; Xinhua; "),
    ("A man waves. (Photo: Jane Doe for NPR)", "Jane Doe for NPR", "Jane Doe; ; NPR; "),
    (
        "A man waves. (Jane Doe for The Washington Post)",
        "Jane Doe for The Washington Post",
        "Jane Doe; ; The Washington Post; ",
    ),
    (
        "A man waves. (Jane Doe/For The Washington Post)",
        "Jane Doe/For The Washington Post",
        "Jane Doe; ; The Washington Post; ",
    ),
    (
        "A man waves. Credit...Jane Doe for The New York Times",
        "Jane Doe for The New York Times",
        "Jane Doe; ; The New York Times; ",
    ),
    ("A man waves. Photographer: Jane Doe/Bloomberg", "Jane Doe/Bloomberg", "Jane Doe; ; Bloomberg; "),
    ("A man waves. [ JANE DOE | Tampa Bay Times ]", "JANE DOE | Tampa Bay Times", "JANE DOE; ; Tampa Bay Times; "),
    ("A man waves. (Photo by Jane Doe, staff)", "Jane Doe, staff", "Jane Doe; ; ; "),
    ("A man waves. Staff photo by Jane Doe", "Jane Doe", "Jane Doe; ; ; "),
    ("A man waves. Photo by Jane Doe on Unsplash", "Jane Doe on Unsplash", "Jane Doe; ; Unsplash; "),
    (
        "A man waves. Photo: Jane Doe / Wikimedia Commons / CC BY-SA 4.0",
        "Jane Doe / Wikimedia Commons / CC BY-SA 4.0",
        "Jane Doe; ; Wikimedia Commons; ",
    ),
    ("A man waves. Photo Credit: (NASA/Jane Doe)", "NASA/Jane Doe", "Jane Doe; ; NASA; "),
    (
        "A man waves. (U.S. Navy photo by Mass Communication Specialist 2nd Class Jane Doe/Released)",
        "U.S. Navy photo by Mass Communication Specialist 2nd Class Jane Doe/Released",
        "Jane Doe; ; U.S. Navy; ",
    ),
    (
        "A man waves. (U.S. Air Force photo by Senior Airman Jane Doe)",
        "U.S. Air Force photo by Senior Airman Jane Doe",
        "Jane Doe; ; U.S. Air Force; ",
    ),
    ("A man waves. U.S. Army photo by Sgt. Jane Doe", "U.S. Army photo by Sgt. Jane Doe", "Jane Doe; ; U.S. Army; "),
    ("A man waves. (Courtesy of the Smith family)", "Courtesy of the Smith family", "; ; the Smith family; "),
    ("A man waves. Photo courtesy of Jane Doe.", "Jane Doe", "; ; Jane Doe; "),
    ("A man waves. (Handout)", "Handout", "; Handout; ; "),
    ("A man waves. © Jane Doe/Magnum Photos", "© Jane Doe/Magnum Photos", "Jane Doe; ; Magnum Photos; "),
    ("A man waves. © 2019 Jane Doe", "© 2019 Jane Doe", "Jane Doe; ; ; "),
    ("A man waves. (c) Jane Doe", "(c) Jane Doe", "Jane Doe; ; ; "),
    ("A man waves. Copyright Jane Doe", "Copyright Jane Doe", "Jane Doe; ; ; "),
    ("The mayor opens the bridge | Credit: Jane Doe/Reuters", "Jane Doe/Reuters", "Jane Doe; ; Reuters; "),
    ("A man waves.\nJane Doe/Reuters", "Jane Doe/Reuters", "Jane Doe; ; Reuters; "),
    ("A man waves.\nPhoto by Jane Doe", "Jane Doe", "Jane Doe; ; ; "),
    ("Photo by Jane Doe/AP: A man waves.", "Jane Doe/AP", "Jane Doe; ; Associated Press; "),
    ("© Jane Doe. A man waves.", "© Jane Doe", "Jane Doe; ; ; "),
    ("REUTERS/Jane Doe - A man waves.", "REUTERS/Jane Doe", "Jane Doe; ; Reuters; "),
    // Archives.
    ("Family, Nipomo, California. Photograph by Jane Doe.", "Jane Doe", "Jane Doe; ; ; "),
    (
        "Family. Photo by Jane Doe/Farm Security Administration",
        "Jane Doe/Farm Security Administration",
        "Jane Doe; ; Farm Security Administration; ",
    ),
    (
        "Berlin. Bundesarchiv, Bild 183-1989-1104-437 / Settnik, Bernd / CC-BY-SA 3.0",
        "Bundesarchiv, Bild 183-1989-1104-437 / Settnik, Bernd / CC-BY-SA 3.0",
        "Bernd Settnik; ; Bundesarchiv; ",
    ),
    (
        "Family. Credit: Library of Congress, Prints & Photographs Division",
        "Library of Congress, Prints & Photographs Division",
        "; ; Library of Congress; ",
    ),
    // German, French, Spanish.
    ("Ein Mann winkt. Foto: Jana Muster/dpa", "Jana Muster/dpa", "Jana Muster; ; DPA; "),
    (
        "Ein Mann winkt. (Foto: picture alliance/dpa | Jana Muster)",
        "picture alliance/dpa | Jana Muster",
        "Jana Muster; ; Picture Alliance; DPA",
    ),
    ("Ein Mann winkt. Foto: dpa", "dpa", "; ; DPA; "),
    ("Ein Mann winkt. © dpa", "© dpa", "; ; DPA; "),
    ("Ein Mann winkt. Bild: Jana Muster", "Jana Muster", "Jana Muster; ; ; "),
    ("Ein Mann winkt. Foto: IMAGO/Jana Muster", "IMAGO/Jana Muster", "Jana Muster; ; Imago; "),
    (
        "Un homme salue. Crédit photo : Jeanne Dupont / AFP",
        "Jeanne Dupont / AFP",
        "Jeanne Dupont; ; Agence France-Presse; ",
    ),
    ("Un homme salue. (Photo Jeanne Dupont/AFP)", "Jeanne Dupont/AFP", "Jeanne Dupont; ; Agence France-Presse; "),
    ("Un homme salue. © Jeanne Dupont / Hans Lucas", "© Jeanne Dupont / Hans Lucas", "Jeanne Dupont; ; Hans Lucas; "),
    ("Un homme salue. Photo : Jeanne Dupont", "Jeanne Dupont", "Jeanne Dupont; ; ; "),
    ("Un hombre saluda. EFE/Juana Pérez", "EFE/Juana Pérez", "Juana Pérez; ; EFE; "),
    (
        "Un hombre saluda. Foto: Juana Pérez / Europa Press",
        "Juana Pérez / Europa Press",
        "Juana Pérez; ; Europa Press; ",
    ),
    ("Un hombre saluda. (Foto: EFE)", "EFE", "; ; EFE; "),
    // Misspelled and cut.
    ("A man waves. (Photo by Jane Doe/Gettty Images)", "Jane Doe/Gettty Images", "Jane Doe; ; Getty Images; "),
    ("A man waves. Picture: PA Archive/Press Association Ima", "PA Archive/Press Association Ima", "; ; PA Media; "),
];

#[test]
fn credits_of_many_newsrooms_are_understood() {
    let mut wrong = Vec::new();
    for (text, line, chain) in FORMS {
        let read = find(text).map(|found| (text[found.line.clone()].to_owned(), shown(&found.chain)));
        if read != Some(((*line).to_owned(), (*chain).to_owned())) {
            wrong.push(format!("{text}\n    expected {line} | {chain}\n    read     {read:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), FORMS.len(), wrong.join("\n"));
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
