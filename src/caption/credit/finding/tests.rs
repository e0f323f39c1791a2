use crate::caption::credit::{find, without};

/// Whether a text's credit is this line, and these persons are named in it.
fn check_credit(text: &str, line: &str, persons: &str) {
    let found = find(text).map(|found| (text[found.line.clone()].to_owned(), found.chain.persons.join("; ")));
    assert_eq!(found, Some((line.to_owned(), persons.to_owned())), "{text:?}");
}

#[test]
fn forms_of_newspapers_archives_and_museums_are_understood() {
    check_credit("A man waves.Credit...Jane Doe for The New York Times", "Jane Doe for The New York Times", "Jane Doe");
    check_credit("She smiles last month. Jane Doe for The Texas Herald", "Jane Doe for The Texas Herald", "Jane Doe");
    check_credit("She smiles in San Jose, Calif. Jane Doe/USA Gymnastics", "Jane Doe/USA Gymnastics", "Jane Doe");
    check_credit("Un concierto en 2022. Jane Doe (WireImage)", "Jane Doe (WireImage)", "Jane Doe");
    check_credit("Un incendie, le 11 août 2022 (AFP - Jane DOE)", "AFP - Jane DOE", "Jane DOE");
    check_credit(
        "À Lille, le 2 septembre 2023. Photo Jane Doe - La Voix du Nord",
        "Jane Doe - La Voix du Nord",
        "Jane Doe",
    );
    check_credit(
        "Paris, vers 1910. Agence Rol / Bibliothèque nationale de France",
        "Agence Rol / Bibliothèque nationale de France",
        "",
    );
    check_credit(
        "Dresden, um 1946. Aufnahme: Deutsche Fotothek / Jane Doe",
        "Deutsche Fotothek / Jane Doe",
        "Jane Doe",
    );
    check_credit(
        "He meets her. [State Department photo by Jane Doe/ Public Domain]",
        "State Department photo by Jane Doe/ Public Domain",
        "Jane Doe",
    );
    check_credit("A build. (Microsoft photo by Jane Doe)", "Microsoft photo by Jane Doe", "Jane Doe");
    check_credit(
        "A ship. (U.S. Navy photo by Mass Communication Specialist 3rd Class Drace Doe/Released)",
        "U.S. Navy photo by Mass Communication Specialist 3rd Class Drace Doe/Released",
        "Drace Doe",
    );
    check_credit(
        "Sunflowers. Photo by Jane Doe, courtesy of the Art Museum",
        "Jane Doe, courtesy of the Art Museum",
        "Jane Doe",
    );
    check_credit("A banner, 1918. Photo: Harris & Ewing/Library of Congress", "Harris & Ewing/Library of Congress", "");
    check_credit("A camp. © UNICEF/UN0598732/Abdulkadir", "© UNICEF/UN0598732/Abdulkadir", "Abdulkadir");
    check_credit("Docks, 1930. © Bristol Archives", "© Bristol Archives", "");
    check_credit("A boy, January 1911. Jane Doe, National Archives", "Jane Doe, National Archives", "Jane Doe");
    check_credit(
        "A street, 1905. Lawrence Collection, National Library of Ireland",
        "Lawrence Collection, National Library of Ireland",
        "",
    );
    check_credit("Oil on panel. Gift of Mrs. Jane Doe, 1921", "Gift of Mrs. Jane Doe, 1921", "");
    check_credit(
        "A coach celebrates with Martin Odegaard Action Images via Reuters/Jane Doe",
        "Action Images via Reuters/Jane Doe",
        "Jane Doe",
    );
    check_credit("Eine Frau. Foto: Jane Doe/dpa +++ dpa-Bildfunk +++", "Jane Doe/dpa", "Jane Doe");
    check_credit("A leopard in India. Credit: Jane Doe / naturepl.com", "Jane Doe / naturepl.com", "Jane Doe");
    check_credit(
        "At home in Warwick, R.I. (The Providence Journal / Jane Doe)",
        "The Providence Journal / Jane Doe",
        "Jane Doe",
    );
    check_credit("Image: Getty Images\u{a0}", "Getty Images", "");
}

#[test]
fn pages_and_names_with_figures_are_names_of_a_chain() {
    check_credit("A guard against a team. (Jane Doe/acmesports.com)", "Jane Doe/acmesports.com", "Jane Doe");
    check_credit("A guard against a team. Jane Doe / Acme-Sports.com", "Jane Doe / Acme-Sports.com", "Jane Doe");
    check_credit("A seal, Kent, UK. November. Jane Doe/2030VISION", "Jane Doe/2030VISION", "Jane Doe");
    check_credit("Une course, le 26 août 2022 afp.com/Jane Doe", "afp.com/Jane Doe", "Jane Doe");
    check_credit("La final en Riad el 14 de enero de 2024 (ABC7 / Juana Doe)", "ABC7 / Juana Doe", "Juana Doe");
    check_credit(
        "Ein Mann kniet nieder. picture alliance / dpa | Jana Muster",
        "picture alliance / dpa | Jana Muster",
        "Jana Muster",
    );
}

#[test]
fn a_person_and_an_agency_are_joined_by_a_dash() {
    check_credit(
        "El lehendakari, en Vitoria (España) - Juana Pérez - Europa Press",
        "Juana Pérez - Europa Press",
        "Juana Pérez",
    );
    check_credit("A man waves to the crowd. Jane Doe – Reuters", "Jane Doe – Reuters", "Jane Doe");
    assert_eq!(
        without("A man waves (Spain) - Jane Doe - Reuters", &find("A man waves (Spain) - Jane Doe - Reuters").unwrap()),
        "A man waves (Spain)"
    );
    assert_eq!(find("They sing in the choir - Mary Smith - every Sunday"), None);
}

#[test]
fn a_photographers_employer_belongs_to_the_credit() {
    check_credit("A farmer in Verona, October 1, 2019. USDA photo by Jane Doe.", "USDA photo by Jane Doe", "Jane Doe");
    check_credit(
        "A dam. Bureau of Reclamation photo by Jane Doe",
        "Bureau of Reclamation photo by Jane Doe",
        "Jane Doe",
    );
    assert_eq!(find("He looks for it. The photo by the door is his."), None);
    assert_eq!(find("He is at home. A family photo by the window"), None);
}

#[test]
fn whoever_photographed_is_introduced_by_the_verb() {
    check_credit("At her shop, 1977. PHOTOGRAPHED BY JANE DOE / SHUTTERSTOCK", "JANE DOE / SHUTTERSTOCK", "JANE DOE");
    check_credit("In ihrem Laden. Fotografiert von Jana Muster", "Jana Muster", "Jana Muster");
    check_credit("En su casa. Fotografiado por Juana Pérez.", "Juana Pérez", "Juana Pérez");
    assert_eq!(find("The bridge. Photographed by night from the shore"), None);
}

#[test]
fn a_name_that_is_the_last_sentence_took_the_picture() {
    let told = "Una mujer sostiene un retrato de su hermano, en su casa de Cartagena (Murcia).";
    check_credit(&format!("{told} Juana Pérez"), "Juana Pérez", "Juana Pérez");
    check_credit(&format!("{told} Loyola Pérez de Tudela"), "Loyola Pérez de Tudela", "Loyola Pérez de Tudela");
    for text in [
        "Portrait of a man. Jane Smith",
        "Fans of Jane Smith wait in the rain at the door of the hall. Jane Smith",
        "People walk along the shore of the ocean in the early morning. Virginia Beach",
        "People walk along the shore of the ocean in the early morning. Jane Smith.",
        "People walk along the shore of the ocean in the early morning. Red Square",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn an_agency_in_capitals_alone_is_a_credit() {
    check_credit("Una cantante en la alfombra roja, Sevilla, 16/11/2023. GTRES", "GTRES", "");
    check_credit("Su padre visita las obras. / AYTO. MÓSTOLES", "AYTO. MÓSTOLES", "");
    assert_eq!(find("They march through the town of Plano. TEXAS"), None);
}

#[test]
fn what_the_works_of_museums_are_owed_to_is_their_credit() {
    check_credit(
        "A dish. Gift of Jane Doe in memory of John Roe, 1978",
        "Gift of Jane Doe in memory of John Roe, 1978",
        "",
    );
    check_credit("A dish. Purchase, Rogers Fund, 1912.", "Purchase, Rogers Fund, 1912", "");
    check_credit("Un plato. Legado de Juana Pérez, 1903", "Legado de Juana Pérez, 1903", "");
    check_credit("Un plato. Donación de la familia Doe, 1934", "Donación de la familia Doe, 1934", "");
    assert_eq!(find("They open it. Gift of love and of hope"), None);
    check_credit(
        "Jane Doe / The Mill, 1824 / Oil on canvas / Bequest of Sir John Roe, 1903",
        "Bequest of Sir John Roe, 1903",
        "",
    );
}

#[test]
fn restrictions_are_no_part_of_a_credit_in_any_language() {
    let line = "EFE/Presidencia de Colombia";
    check_credit("En Leticia (Colombia). EFE/Presidencia de Colombia SOLO USO EDITORIAL/NO VENTAS", line, "");
    check_credit("En Leticia. EFE/Presidencia de Colombia CRÉDITO OBLIGATORIO", line, "");
    check_credit(
        "Un défilé. (Photo par Jeanne Dupont / AFP) / RÉSERVÉ À UN USAGE ÉDITORIAL",
        "Jeanne Dupont / AFP",
        "Jeanne Dupont",
    );
}

#[test]
fn museums_archives_and_laboratories_took_no_picture() {
    check_credit("A house, 1890. (Museum of the City of New York)", "Museum of the City of New York", "");
    check_credit("Silk. © Victoria and Albert Museum, London", "© Victoria and Albert Museum, London", "");
    check_credit("A villa, 1952. (Photo by Archivio Rossi/Getty Images)", "Archivio Rossi/Getty Images", "");
    check_credit(
        "Plaza Mayor, h. 1915. Foto: Juana Pérez / Filmoteca de Castilla y León",
        "Juana Pérez / Filmoteca de Castilla y León",
        "Juana Pérez",
    );
    check_credit("A rock. Credits: NASA/JPL-Caltech/MSSS", "NASA/JPL-Caltech/MSSS", "");
    check_credit("A rock. Credits: NASA/XQRL/ABCD", "NASA/XQRL/ABCD", "");
    check_credit("East Street, ca. 1898. (State Library of Queensland)", "State Library of Queensland", "");
    check_credit(
        "The summit, October 11, 1986. (White House Photographic Office)",
        "White House Photographic Office",
        "",
    );
    assert_eq!(find("He visits the White House (the Oval Office)"), None);
}

#[test]
fn what_stands_beside_a_name_in_the_same_breath_is_no_part_of_it() {
    check_credit("La alcaldesa visita el mercado. EFE/EPA/JANE DOE POOL", "EFE/EPA/JANE DOE POOL", "JANE DOE");
    check_credit("Le maire visite le marché. - Jane Doe / SIPA", "Jane Doe / SIPA", "Jane Doe");
    check_credit("La plage. Photographie : Jane Doe - Musée d'Orsay", "Jane Doe - Musée d'Orsay", "Jane Doe");
    check_credit("A man waves by the sea. Jane Doe, AP", "Jane Doe, AP", "Jane Doe");
    check_credit("A man waves by the sea. Jane Doe / for NBC News", "Jane Doe / for NBC News", "Jane Doe");
    check_credit("A man waves. (Supplied: Jane Doe)", "Supplied: Jane Doe", "Jane Doe");
    check_credit("A man waves. [File: Jane Doe/Reuters]", "File: Jane Doe/Reuters", "Jane Doe");
    check_credit("A cabinet. (Photo by - / Iranian Presidency / AFP)", "- / Iranian Presidency / AFP", "");
    check_credit("Il sindaco visita il mercato. Foto di Jane Doe", "Jane Doe", "Jane Doe");
    check_credit("A soldier waves. Courtesy photo by Jane Doe", "Jane Doe", "Jane Doe");
}

#[test]
fn a_name_in_parentheses_after_a_sentence_is_a_credit_only_where_it_is_a_persons_or_a_known_bodys() {
    for inside in ["Rotterdam", "Manchester", "Wembley", "Rembrandt", "Soprano", "Nairobi, Kenya"] {
        let text = format!("Workers load boxes at the port. ({inside})");
        assert_eq!(find(&text).map(|found| found.line), None, "{text}");
    }
    check_credit("Workers load boxes at the port. (Télam)", "Télam", "");
    check_credit("Workers load boxes at the port. (Banco Santander)", "Banco Santander", "");
    check_credit("Workers load boxes at the port. (Jane Doe)", "Jane Doe", "Jane Doe");
}

#[test]
fn initials_and_shortened_given_names_belong_to_the_photographer_and_ranks_do_not() {
    check_credit("A man waves. Photo by J.M. van Houten/AP", "J.M. van Houten/AP", "J.M. van Houten");
    check_credit("A man waves. (Photo by A.J. Mast Jr./Reuters)", "A.J. Mast Jr./Reuters", "A.J. Mast Jr.");
    check_credit("A man waves. Photo by Robt. van Dyke Smith/AP", "Robt. van Dyke Smith/AP", "Robt. van Dyke Smith");
    check_credit("A man waves. (Photo by M. Ramona Doe/AP)", "M. Ramona Doe/AP", "M. Ramona Doe");
    check_credit("A man waves. (Photo by Sgt. Jane Mary Doe/AP)", "Sgt. Jane Mary Doe/AP", "Jane Mary Doe");
}

#[test]
fn an_office_with_initials_is_one_agency() {
    let chain = find("Smoke rises from a plant. (Photo: U.S. EPA)").unwrap().chain;
    assert_eq!(chain.agency.as_deref(), Some("U.S. Environmental Protection Agency"));
    assert_eq!((chain.distributor, chain.persons), (None, Vec::<String>::new()));
}

#[test]
fn countries_where_a_picture_may_not_be_used_follow_the_credit() {
    check_credit("A man waves. REUTERS/Jane Doe / Netherlands OUT", "REUTERS/Jane Doe", "Jane Doe");
    check_credit("A man waves. REUTERS/Jane Doe POLAND OUT", "REUTERS/Jane Doe", "Jane Doe");
}
