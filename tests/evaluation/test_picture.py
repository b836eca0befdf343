from xml.etree import ElementTree

from evaluation.picture import HEIGHT, WIDTH, Axis, Line, Panel, draw_panels

SVG = "{http://www.w3.org/2000/svg}"
HALVES = Axis("share <of pages> & more", [0, 0.5, 1])


def picture(*panels: Panel) -> ElementTree.Element:
    return ElementTree.fromstring(draw_panels(panels))


def test_it_is_svg_on_white() -> None:
    root = picture(Panel("Title", HALVES, HALVES, [Line("a", [(0, 0)])]))
    assert root.tag == f"{SVG}svg"
    ground = root[0]
    assert (ground.tag, ground.get("fill")) == (f"{SVG}rect", "#ffffff")
    assert (ground.get("width"), ground.get("height")) == (root.get("width"), root.get("height"))


def test_points_stand_where_the_axes_say() -> None:
    root = picture(Panel("Title", Axis("x", [0, 20]), Axis("y", [0.5, 1]), [Line("a", [(0, 0.5), (5, 1), (20, 0.75)])]))
    line = root.find(f".//{SVG}polyline")
    assert line is not None
    assert line.get("points") == f"0.0,{HEIGHT:.1f} {WIDTH / 4:.1f},0.0 {WIDTH:.1f},{HEIGHT / 2:.1f}"
    assert len(root.findall(f".//{SVG}circle")) == 3


def test_title_labels_ticks_and_legend_can_be_read() -> None:
    root = picture(Panel("A & B", HALVES, Axis("F1", [0, 1]), [Line("news<en>", [(0, 0)])]))
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert words == ["A & B", "0", "0.5", "1", "0", "1", "share <of pages> & more", "F1", "news<en>"]


def test_a_name_has_one_colour_in_all_panels_and_one_place_in_the_legend() -> None:
    a, b = Line("a", [(0, 0), (1, 1)]), Line("b", [(0, 1), (1, 0)])
    root = picture(Panel("1", HALVES, HALVES, [a, b]), Panel("2", HALVES, HALVES, [b, a]))
    first, second, third, fourth = (line.get("stroke") for line in root.iter(f"{SVG}polyline"))
    assert (first, second) == (fourth, third)
    assert first != second
    assert [text.text for text in root.findall(f"{SVG}text")] == ["a", "b"]


def test_the_diagonal_is_drawn_where_it_is_asked() -> None:
    with_it, without = (draw_panels([Panel("1", HALVES, HALVES, [], diagonal=asked)]) for asked in (True, False))
    assert with_it.count("stroke-dasharray") == 1
    assert "stroke-dasharray" not in without
