#![expect(clippy::disallowed_methods, reason = "damaged files are made as no part of the program would")]

use serde_json::json;
use tempfile::TempDir;

use super::*;

fn folder_with(file_name: &str, bytes: impl AsRef<[u8]>) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(file_name), bytes).unwrap();
    folder
}

fn loaded(text: &str) -> Settings {
    let folder = folder_with(SETTINGS_FILE_NAME, text);
    let (settings, messages) = Settings::load(folder.path());
    assert_eq!(messages, [""; 0], "{text}");
    settings
}

fn saved(settings: &Settings) -> Value {
    let folder = TempDir::new().unwrap();
    settings.save(folder.path()).unwrap();
    serde_json::from_slice(&fs::read(folder.path().join(SETTINGS_FILE_NAME)).unwrap()).unwrap()
}

/// Settings of which none is the usual one.
fn unusual() -> Settings {
    let mut settings = Settings {
        theme: Theme::System,
        view: View::List,
        cell_width_pt: 123.4,
        caption_text_size_pt: 9.5,
        filter_panel: Panel { visible: false, size_pt: 201.0 },
        detail_panel: Panel { visible: false, size_pt: 202.0 },
        list_panel: Panel { visible: false, size_pt: 203.0 },
        sort_key: Some("date".to_owned()),
        last_export: Some(LastExport {
            format: "pdf".to_owned(),
            template: Some("Mine".to_owned()),
            folder: Some("/desk/today".into()),
        }),
        window: WindowPlace { size_pt: [900.0, 700.0], position_pt: Some([-10.0, 20.0]), maximized: true },
        space_key: SpaceKey::Select,
        house_style: "ap".to_owned(),
        watches_inputs: false,
        cache_bytes_max: 1 << 30,
        ..Settings::default()
    };
    settings.set_column_width("date", 91.5);
    settings.remember_inputs(&["/a/b".into(), "/ü \" \\ \n".into()]);
    settings
}

#[test]
fn without_a_file_settings_are_the_usual_ones() {
    let folder = TempDir::new().unwrap();
    assert_eq!(Settings::load(&folder.path().join("not there")), (Settings::default(), vec![]));
    assert_eq!(loaded("{}"), Settings { loaded: Map::new(), ..Settings::default() });
    let Settings { theme, space_key, .. } = Settings::default();
    assert_eq!((theme, space_key), (Theme::Dark, SpaceKey::Preview));
}

#[test]
fn settings_come_back_as_they_were_saved() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("made/for it");
    let settings = unusual();
    settings.save(&config).unwrap();
    let (found, messages) = Settings::load(&config);
    assert_eq!(messages, [""; 0]);
    assert_eq!(Settings { loaded: Map::new(), ..found.clone() }, settings);
    found.save(&config).unwrap();
    assert_eq!(Settings::load(&config).0, found);
    Settings { loaded: found.loaded, ..Settings::default() }.save(&config).unwrap();
    assert_eq!(Settings { loaded: Map::new(), ..Settings::load(&config).0 }, Settings::default());
}

#[test]
fn sizes_of_the_cache_and_of_columns_keep_to_their_bounds() {
    let settings = loaded(r#"{"cache_bytes_max":1,"column_widths_pt":[["date",1e9],["file",1]]}"#);
    assert_eq!(settings.cache_bytes_max, CACHE_BYTES.least);
    assert_eq!([settings.column_width_pt("date"), settings.column_width_pt("file")], [Some(1_600.0), Some(36.0)]);
    assert_eq!(settings.column_width_pt("place"), None);
}

#[cfg(unix)]
#[test]
fn paths_need_not_be_text() {
    use std::os::unix::ffi::OsStringExt as _;
    let path = PathBuf::from(std::ffi::OsString::from_vec(b"/caf\xe9".to_vec()));
    let folder = TempDir::new().unwrap();
    let mut settings = Settings::default();
    settings.remember_inputs(std::slice::from_ref(&path));
    settings.save(folder.path()).unwrap();
    assert_eq!(Settings::load(folder.path()).0.last_inputs(), [path]);
}

#[test]
fn fields_that_are_not_known_are_kept() {
    let text = r#"{"version":1,"future":[1,{"a":null}],"theme":"light","window":{"screen":"left","maximized":true}}"#;
    let mut settings = loaded(text);
    assert_eq!((settings.theme, settings.window.maximized), (Theme::Light, true));
    settings.theme = Theme::Dark;
    settings.window.maximized = false;
    let saved = saved(&settings);
    assert_eq!(saved["future"], json!([1, {"a": null}]));
    assert_eq!(saved["window"]["screen"], json!("left"));
    assert_eq!((&saved["theme"], &saved["window"]["maximized"]), (&json!("dark"), &json!(false)));
}

#[test]
fn sizes_out_of_bounds_are_put_at_the_bound() {
    fn check(stored: &str, size: impl Fn(&Settings) -> f32, bounds: Bounds) {
        for (number, expected) in
            [("-1e300", bounds.least), ("-40000", bounds.least), ("99999", bounds.greatest), ("1e300", bounds.greatest)]
        {
            let settings = loaded(&stored.replace('#', number));
            assert_eq!(size(&settings), expected, "{stored} {number}");
        }
    }
    check(r#"{"cell_width_pt":#}"#, |settings| settings.cell_width_pt, CELL_WIDTH_PT);
    check(r#"{"caption_text_size_pt":#}"#, |settings| settings.caption_text_size_pt, CAPTION_TEXT_SIZE_PT);
    check(r#"{"filter_panel":{"size_pt":#}}"#, |settings| settings.filter_panel.size_pt, PANEL_SIZE_PT);
    check(r#"{"detail_panel":{"size_pt":#}}"#, |settings| settings.detail_panel.size_pt, PANEL_SIZE_PT);
    check(r#"{"list_panel":{"size_pt":#}}"#, |settings| settings.list_panel.size_pt, PANEL_SIZE_PT);
    check(r#"{"window":{"size_pt":[500,#]}}"#, |settings| settings.window.size_pt[1], WINDOW_SIDE_PT);
    let position = |settings: &Settings| settings.window.position_pt.unwrap()[0];
    check(r#"{"window":{"position_pt":[#,0]}}"#, position, WINDOW_POSITION_PT);
    let mut settings = Settings { cell_width_pt: f32::NAN, ..Settings::default() };
    settings.list_panel.size_pt = f32::INFINITY;
    let saved = saved(&settings);
    assert_eq!((&saved["cell_width_pt"], &saved["list_panel"]["size_pt"]), (&json!(80.0), &json!(1600.0)));
}

#[test]
fn a_file_that_makes_no_sense_is_set_aside_and_said_so() {
    fn check(bytes: impl AsRef<[u8]>, why: &str) {
        let bytes = bytes.as_ref();
        let folder = folder_with(SETTINGS_FILE_NAME, bytes);
        for number in 1..=2 {
            fs::write(folder.path().join(SETTINGS_FILE_NAME), bytes).unwrap();
            let (settings, messages) = Settings::load(folder.path());
            let aside = folder.path().join(format!("settings.json.damaged-{number}"));
            assert_eq!(settings, Settings::default());
            let expected = format!(
                "the settings could not be read ({why}): they are the usual ones now, and the file was set aside as {}",
                aside.display()
            );
            assert_eq!(messages, [expected]);
            assert_eq!(fs::read(aside).unwrap(), bytes);
            settings.save(folder.path()).unwrap();
            assert_eq!(Settings::load(folder.path()).1, [""; 0]);
        }
    }
    check("", "EOF while parsing a value at line 1 column 0");
    check("{\"theme\":", "EOF while parsing a value at line 1 column 9");
    check("[]", "invalid type: sequence, expected a map at line 1 column 0");
    check("{\"theme\":\"pink\"}", "unknown variant `pink`, expected one of `dark`, `light`, `system`");
    check("{\"cell_width_pt\":\"wide\"}", "invalid type: string \"wide\", expected f64");
    check("{\"version\":2}", "they are of the newer version 2, this program knows 1");
    check("{\"version\":0}", "their version is not a known one");
    check("{\"version\":\"1\"}", "their version is not a known one");
    check([b'{', 0xff, b'}'], "it is not UTF-8 text");
    check(vec![b' '; (16 << 20) + 1], "it is larger than 16 MB");
    check("[".repeat(100_000), "invalid type: sequence, expected a map at line 1 column 0");
    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    check(deep, "recursion limit exceeded at line 1 column 132");
}

#[test]
fn a_folder_in_the_files_place_is_set_aside_too() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join(SETTINGS_FILE_NAME)).unwrap();
    let (settings, messages) = Settings::load(folder.path());
    assert!(messages[0].contains("it is not a file"), "{messages:?}");
    settings.save(folder.path()).unwrap();
}

#[test]
fn what_cannot_be_set_aside_is_never_replaced() {
    let folder = TempDir::new().unwrap();
    let settings = Settings { keeps_file: true, ..Settings::default() };
    assert!(matches!(settings.save(folder.path()), Err(SettingsError::KeepsFile { .. })));
    assert!(!is_there(&folder.path().join(SETTINGS_FILE_NAME)));
}

#[test]
fn recent_inputs_are_few_and_each_there_once() {
    let mut settings = Settings::default();
    for number in 0..15 {
        settings.remember_inputs(&[format!("/{number}").into()]);
    }
    settings.remember_inputs(&["/9".into(), "/new".into()]);
    let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
    assert_eq!(settings.last_inputs(), paths(&["/9", "/new"]));
    assert_eq!(settings.recent_inputs(), paths(&["/9", "/new", "/14", "/13", "/12", "/11", "/10", "/8", "/7", "/6"]));
    let many: Vec<PathBuf> = (0..=N_LAST_INPUTS_MAX).map(|number| format!("/many/{number}").into()).collect();
    settings.remember_inputs(&many);
    assert_eq!((settings.last_inputs().len(), settings.recent_inputs().len()), (0, N_RECENT_INPUTS_MAX));
}

#[test]
fn the_longest_paths_fit_into_the_file() {
    let mut settings = Settings::default();
    let long = |number: usize| PathBuf::from(format!("/{number:03}{}", "\u{1}".repeat(4_091)));
    settings.remember_inputs(&(0..N_LAST_INPUTS_MAX).map(long).collect::<Vec<_>>());
    let folder = TempDir::new().unwrap();
    settings.save(folder.path()).unwrap();
    let (found, messages) = Settings::load(folder.path());
    assert_eq!((found.last_inputs(), messages), (settings.last_inputs(), vec![]));
}

#[test]
fn the_users_places_extend_the_built_in_ones() {
    let rows = "id,kind,parent,name\ncafe,room,us-capitol,Senate Café\nbad,castle,,Bad\n";
    let folder = folder_with(PLACES_FILE_NAME, rows);
    let (gazetteer, messages) = user_gazetteer(folder.path());
    assert!(gazetteer.by_id("cafe").is_some() && gazetteer.by_id("senate").is_some());
    let path = folder.path().join(PLACES_FILE_NAME);
    assert_eq!(messages.len(), 1);
    assert!(messages[0].starts_with("one of your places was not read: line 3: “castle” is not a kind"), "{messages:?}");
    assert!(messages[0].ends_with(&format!(": {}", path.display())), "{messages:?}");
    assert_eq!(user_gazetteer(&folder.path().join("not there")).1, [""; 0]);
}

#[test]
fn places_that_cannot_be_read_leave_the_built_in_ones() {
    fn check(bytes: impl AsRef<[u8]>, n_messages: usize, last: &str) {
        let folder = folder_with(PLACES_FILE_NAME, bytes);
        let (gazetteer, messages) = user_gazetteer(folder.path());
        assert!(gazetteer.by_id("senate").is_some());
        assert_eq!(messages.len(), n_messages);
        let path = folder.path().join(PLACES_FILE_NAME);
        assert_eq!(messages.last().unwrap(), &format!("{last}: {}", path.display()));
    }
    check([0xff, 0xfe], 1, "your places were not read: it is not UTF-8 text");
    check(vec![b'#'; (16 << 20) + 1], 1, "your places were not read: it is larger than 16 MB");
    let rows = "x,castle,,X\n".repeat(50);
    check(format!("id,kind,parent,name\n{rows}"), 21, "30 more of your places were not read");
}
