package dev.osprey.detect;

import dev.osprey.toolkit.ClassNames;
import java.util.List;

/** The eighty classes of the COCO detection challenge, in the order in which detectors are trained on them. */
final class Coco {
    static final List<String> NAMES = List.of(
            """
            person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,\
            parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,\
            suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,\
            tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,\
            hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,\
            cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,hair drier,\
            toothbrush"""
                    .split(",", -1));

    static final ClassNames CLASSES = new ClassNames("COCO", NAMES, "or `layout` if it is another");

    private Coco() {}
}
