use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::folder::{TEMPLATES_FOLDER_NAME, Templates, delete, read, save};
use super::*;
use crate::exporters::fields::Column;
use crate::photo::{PhotoKey, Stated};
use crate::place::gazetteer::Gazetteer;

fn photo(text: &str) -> Photo {
    let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
    Photo::read(key, Stated { text: text.to_owned(), ..Stated::default() }, &Gazetteer::built_in())
}

fn named(name: &str) -> Arc<Template> {
    Arc::clone(&Templates::default().named(name).unwrap().template)
}

#[test]
fn all_that_ship_can_be_read_and_printed() {
    assert_eq!(Template::built_in().len(), SHIPPED.len());
    for (template, text) in Template::built_in().iter().zip(SHIPPED) {
        assert_eq!(stored::parse(text).as_ref(), Ok(template.as_ref()));
        assert_eq!(stored::parse(&stored::print(template)).as_ref(), Ok(template.as_ref()));
        assert!(!template.about.is_empty());
    }
}

#[test]
fn a_photo_is_composed_without_litter() {
    fn check(name: &str, caption: &str) {
        let photo = photo("Rep. Madeleine Dean waves in the Senate chamber. Image: Getty.");
        assert_eq!(named(name).composed(&photo, 1, 1).caption, caption, "{name}");
    }
    check("web desk", "Rep. Madeleine Dean waves in the Senate chamber. (Getty)");
    check("Print page", "Rep. Madeleine Dean waves in the Senate chamber. Photo: Getty");
    check("AP-style list", "Rep. Madeleine Dean waves in the Senate chamber. (Getty)");
    check("Archive table", "Rep. Madeleine Dean waves in the Senate chamber.");
    // A photo of which nothing is written still has a line.
    assert_eq!(named("Web desk").composed(&photo(""), 1, 1).caption, "n");
}

#[test]
fn facts_are_the_fields_that_the_photo_has() {
    let photo = photo("Rep. Madeleine Dean waves in the Senate chamber. Image: Getty.");
    let composed = named("AP-style list").composed(&photo, 1, 1);
    let facts: Vec<_> = composed.facts.iter().map(|(label, value)| (label.as_str(), value.as_str())).collect();
    assert_eq!(facts, [("People", "Madeleine Dean"), ("Places", "Senate chamber")]);
}

#[test]
fn a_table_has_a_cell_for_every_column() {
    let mut template = named("Web desk").as_ref().clone();
    template.fields.push(Column { field: ExportField::Headline, label: "File".to_owned() });
    let cells = template.cells(&photo("A man waves. Image: Getty."), 4, 9);
    assert_eq!(cells, ["4", "", "A man waves. (Getty)", "", "Getty", "", "i#n", ""]);
    assert_eq!(template.labels(), ["No.", "File", "Caption", "Alt text", "Credit", "Date", "Key", "File 2"]);
}

#[test]
fn fields_alone_show_the_caption_too() {
    let template = Template::of_fields(vec![Column::of(ExportField::Credit)]);
    let composed = template.composed(&photo("A man waves. Image: Getty."), 1, 1);
    assert_eq!(composed.caption, "A man waves.");
    assert_eq!(composed.facts, [("Credit".to_owned(), "Getty".to_owned())]);
}

#[test]
fn a_bad_file_says_what_is_wrong() {
    fn check(text: &str, expected: &str) {
        let why = stored::parse(text).unwrap_err();
        assert!(why.starts_with(expected), "{text}: {why}");
    }
    check("", "it is not the JSON of a template: EOF while parsing");
    check("{}", "it is not a template");
    check(r#"{"cutline_template": 2, "shape": "new"}"#, "it is of the newer version 2, this program knows 1");
    check(r#"{"cutline_template": 1}"#, "it is not the JSON of a template: missing field `name`");
    check(r#"{"cutline_template": 1, "name": " "}"#, "its name is empty");
    check(
        r#"{"cutline_template": 1, "name": "a", "lable": 1}"#,
        "it is not the JSON of a template: unknown field `lable`",
    );
    check(
        r#"{"cutline_template": 1, "name": "a", "caption": "{x}"}"#,
        "its pattern cannot be read: there is no field “x”",
    );
    check(r#"{"cutline_template": 1, "name": "a", "dates": "x"}"#, "“x” is not a form of dates: use iso");
    check(r#"{"cutline_template": 1, "name": "a", "fields": ["x"]}"#, "there is no field “x”: use number");
    check(r#"{"cutline_template": 1, "name": "a\u001b[31m"}"#, "a name, label or note has a control character");
}

#[test]
fn templates_are_kept_as_files_and_a_bad_one_stays_as_it_is() {
    let config = tempfile::tempdir().unwrap();
    let folder = config.path().join(TEMPLATES_FOLDER_NAME);
    assert_eq!(Templates::load(config.path()), Templates::default());
    std::fs::create_dir(&folder).unwrap();
    let bad = folder.join("my-list.json");
    crate::files::write_whole(&bad, crate::files::Existing::Keep, |file| file.write_all(b"{ bad")).unwrap();
    let template = Template { name: "My list".to_owned(), ..named("Web desk").as_ref().clone() };
    let path = save(config.path(), &template, None).unwrap();
    assert_eq!(path, folder.join("my-list-2.json"));
    assert_eq!(std::fs::read_to_string(folder.join("my-list.json")).unwrap(), "{ bad");
    let templates = Templates::load(config.path());
    assert_eq!(templates.all.len(), 1 + SHIPPED.len());
    assert_eq!(templates.problems.len(), 1, "{:?}", templates.problems);
    assert_eq!(templates.find("MY LIST").unwrap().as_ref(), &template);
    assert_eq!(templates.find(&path.display().to_string()).unwrap().as_ref(), &template);
    // Renamed, it is the same file; and a shipped template's name can be taken.
    let renamed = Template { name: "Web desk".to_owned(), ..template };
    assert_eq!(save(config.path(), &renamed, Some(&path)).unwrap(), path);
    let templates = Templates::load(config.path());
    assert_eq!(templates.all.len(), SHIPPED.len());
    assert_eq!(templates.named("web desk").unwrap().path.as_ref(), Some(&path));
    assert_eq!(read(&path).unwrap(), renamed);
    delete(&path).unwrap();
    assert_eq!(Templates::load(config.path()).all, Templates::default().all);
    assert!(
        templates
            .find("nothing")
            .unwrap_err()
            .to_string()
            .starts_with("there is no template “nothing”: use “Web desk”")
    );
}

fn any_template() -> impl Strategy<Value = Template> {
    let pattern =
        vec(select(vec!["{caption}", " ({credit})", "[ Photo: {creator|source}]", "{date:ap}", "é\\(", ", "]), 0..6);
    let columns = vec((select(ExportField::ALL.to_vec()), "[a-zé \"]{0,8}"), 0..12);
    ("[a-zé]{1,9}", "\\PC{0,20}", pattern, select(DateForm::ALL.to_vec()), columns).prop_map(
        |(name, about, pattern, dates, columns)| Template {
            name,
            about,
            caption: pattern.concat().parse().unwrap(),
            dates,
            fields: columns.into_iter().map(|(field, label)| Column { field, label }).collect(),
        },
    )
}

proptest! {
    #[test]
    fn a_template_is_read_as_printed(template in any_template()) {
        prop_assert_eq!(stored::parse(&stored::print(&template)), Ok(template));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,80}") {
        stored::parse(&text).ok();
    }
}
